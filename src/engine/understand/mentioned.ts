/** Options of the steps of all lists that a text mentions by a name of theirs; what it denies or plans is left out. */
import type { Call } from '../../flow/call.ts';
import type { MultiStep, Option, SingleStep, Step } from '../../flow/step.ts';
import type { Find, Finder } from '../../knowledge/finder.ts';
import { findAll, finderOf, outermost } from '../../knowledge/finder.ts';
import type { Mention } from '../../knowledge/mention.ts';
import { mentionsOf } from '../../knowledge/mention.ts';
import type { Passage } from '../../knowledge/passage.ts';
import { flatten } from '../../knowledge/passage.ts';
import { valueFits } from '../read/fits.ts';
import type { Proposal } from './proposal.ts';

/** The names of the options of all lists, prepared once a call. */
export interface OptionNames {
  readonly steps: readonly (SingleStep | MultiStep)[];
  readonly finder: Finder;
  /** A name → options that have it, by step id. */
  readonly owners: ReadonlyMap<string, readonly { readonly step: string; readonly option: string }[]>;
}

/** Asked by their own rules, or about the applicant's judgement, which no name in a text can give. */
const OWN_RULES = /^(?:case\.stage|applicant\.)/;
/** Names too general to mean an option outside their question. */
const GENERAL = new Set(
  '是 能 有 无 好 都有 都能 效率 风险 体验 提升 规模 指数 交易 定价 绿色 合规 上市 债券 技术 平台 数据 模型 产品 服务 业务 客户 企业 场景 系统 平台 应用 性能 专利 标准 论文 奖项 获奖 鉴定 成熟 成长 深度 广度 融合 部分 局部 采购 规划 计划 通用 定制 循环 集群 研发 综合 多个 自动化 速度 时效 便捷 方便 真实 演示 模拟 实验室 测试环境 信贷 贷款 风控 营销 客服 中台 存证 容器 清算 评分卡 更快 数据分析 银行流水 云平台 基础设施 数据平台 行业痛点 规模化 产业化 小微 物流 农业 综合金融服务 效率提升'.split(
    ' ',
  ),
);
/** A name this long says its option by itself; shorter ones need company. */
const SURE = 3;

export function optionNamesOf(call: Call): OptionNames {
  const owners = new Map<string, { step: string; option: string }[]>();
  const steps = call.steps.filter(isTopical);
  for (const step of steps) {
    for (const option of step.options.filter(sayable)) {
      for (const name of namesOf(option))
        owners.set(name, [...(owners.get(name) ?? []), { step: step.id, option: option.id }]);
    }
  }
  return { steps, finder: finderOf(owners.keys()), owners };
}

/** Multi-choice steps, and single ones whose options are things rather than degrees. */
function isTopical(step: Step): step is SingleStep | MultiStep {
  if (step.field !== undefined && OWN_RULES.test(step.field)) return false;
  if (step.type === 'multi') return true;
  return step.type === 'single' && step.options.filter((option) => option.aliases.length >= 10).length >= 4;
}

function sayable(option: Option): boolean {
  return !option.exclusive && option.note === undefined && !['none', 'unsure', 'other'].includes(option.id);
}

function namesOf(option: Option): readonly string[] {
  const parts = option.label.zh.split(/[，,、/／（）()：:“”]+/).filter((part) => part.length >= SURE);
  return [option.label.zh, ...parts, ...option.aliases]
    .map((name) => flatten(name).trim())
    .filter((name) => name.length >= 2 && !GENERAL.has(name));
}

/** One proposal a step: all options mentioned for a multi-choice, the one that stands out for a single one. */
export function fromMentions(names: OptionNames, passage: Passage): readonly Proposal[] {
  // A longer name wins over a shorter one inside it, whichever list it belongs to: 知识产权质押 is no 知识产权.
  const said = mentionsOf(passage, longestOf(findAll(names.finder, passage.flat))).filter(
    (one) => one.state === 'said',
  );
  return names.steps.flatMap((step) => proposalFor(step, said, names, passage));
}

/** One find a place: the longest; quick where thousands are found. */
function longestOf(finds: readonly Find[]): readonly Find[] {
  const kept: Find[] = [];
  for (const find of finds) {
    const last = kept.at(-1);
    if (last === undefined || find.from >= last.to) kept.push(find);
    else if (find.to - find.from > last.to - last.from) kept[kept.length - 1] = find;
  }
  return kept.length > 400 ? kept : outermost(kept);
}

interface Heard {
  readonly option: string;
  readonly mentions: readonly Mention[];
  readonly sure: boolean;
}

function proposalFor(
  step: SingleStep | MultiStep,
  said: readonly Mention[],
  { owners }: OptionNames,
  { text }: Passage,
): Proposal[] {
  const byOption = new Map<string, Mention[]>();
  for (const mention of said) {
    for (const owner of owners.get(mention.word) ?? []) {
      if (owner.step !== step.id) continue;
      byOption.set(owner.option, [...(byOption.get(owner.option) ?? []), mention]);
    }
  }
  const heard = step.options.flatMap((option): Heard[] => {
    const mentions = byOption.get(option.id);
    if (mentions === undefined) return [];
    const sure = mentions.some((one) => one.word.length >= SURE) || new Set(mentions.map((one) => one.word)).size > 1;
    return [{ option: option.id, mentions, sure }];
  });
  const chosen = step.type === 'multi' ? heard : outstanding(heard);
  if (chosen.length === 0) return [];
  const ids = chosen.map((one) => one.option);
  const words = [
    ...new Set(chosen.flatMap((one) => one.mentions.slice(0, 3).map(({ from, to }) => text.slice(from, to)))),
  ];
  const confidence = chosen.every((one) => one.sure) ? 0.75 : 0.55;
  if (step.type === 'single') {
    const value = { id: ids[0] ?? '' };
    return valueFits(step, value) ? [{ step: step.id, value, words, confidence }] : [];
  }
  if (valueFits(step, { ids })) return [{ step: step.id, value: { ids }, words, confidence }];
  return step.note !== undefined && valueFits({ ...step, note: undefined }, { ids })
    ? [{ step: step.id, value: { ids }, words, confidence, incomplete: ['note'] }]
    : [];
}

/** The only option heard, or one heard at least twice as often as the next. */
function outstanding(heard: readonly Heard[]): readonly Heard[] {
  const [first, second] = heard.toSorted((a, b) => b.mentions.length - a.mentions.length);
  if (first === undefined) return [];
  return second === undefined || first.mentions.length >= 2 * second.mentions.length ? [first] : [];
}
