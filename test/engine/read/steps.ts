/** One step of every type as the readers get them, modelled on the first call, and the shorthand to answer them. */
import { readReply } from '../../../src/engine/read/read.ts';
import type { Reading, ReadingContext } from '../../../src/engine/read/reading.ts';
import type { Partial } from '../../../src/engine/value.ts';
import type { Column, NoneOption, Note, Option, Step, StepBase } from '../../../src/flow/step.ts';
import type { Words } from '../../../src/flow/words.ts';

export const both = (zh: string, en = zh): Words => ({ zh, en });
export const note = (min = 20, max = 200): Note => ({ min, max, ask: undefined, example: undefined });

const base: StepBase = {
  ordinal: 0,
  id: 'step',
  title: both('题'),
  ask: both('请回答'),
  hint: undefined,
  example: undefined,
  aliases: [],
  clauses: [],
  when: undefined,
  required: true,
  pii: undefined,
  private: false,
  carry: false,
  field: undefined,
  revision: 1,
  checks: [],
};

interface Extra {
  readonly en?: string;
  readonly aliases?: readonly string[];
  readonly exclusive?: boolean;
  readonly note?: Note;
}

export function option(id: string, zh: string, extra: Extra = {}): Option {
  return {
    id,
    label: both(zh, extra.en),
    clause: undefined,
    aliases: extra.aliases ?? [],
    exclusive: extra.exclusive ?? false,
    note: extra.note,
    hint: undefined,
  };
}

export function column(id: string, zh: string, extra: { readonly [key in keyof Column]?: Column[key] } = {}): Column {
  return {
    id,
    label: both(zh),
    type: 'text',
    required: true,
    min: undefined,
    max: undefined,
    aliases: [],
    values: undefined,
    example: undefined,
    ...extra,
  };
}

type Of<T extends Step['type']> = Extract<Step, { type: T }>;

export const consent: Of<'consent'> = {
  ...base,
  type: 'consent',
  statement: both('声明'),
  version: '1',
  options: [
    option('agree', '同意并开始', { en: 'Agree and start' }),
    option('read', '查看完整说明', { en: 'Read the full notice' }),
    option('decline', '先不填，只问规则', { en: 'Not now, only questions' }),
  ],
};

export const confirm: Of<'confirm'> = {
  ...base,
  type: 'confirm',
  statement: both('承诺'),
  version: '1',
  options: [option('yes', '确认承诺', { en: 'I confirm' }), option('no', '还不能确认', { en: 'I cannot confirm yet' })],
};

export const review: Of<'review'> = {
  ...base,
  type: 'review',
  options: [option('submit', '提交'), option('edit', '修改'), option('save', '先存草稿')],
};

export const lists: Of<'list'> = {
  ...base,
  type: 'list',
  options: [
    option('L1', '十大科技金融事件', { aliases: ['科技金融'] }),
    option('L2', '十大数字金融事件', { aliases: ['数字金融'] }),
    option('L3', '“数据要素×金融服务”上海示范案例'),
    option('L4', '年度技术创新突破', { aliases: ['技术突破'] }),
    option('L5', '年度产业赋能典范'),
    option('help', '帮我选', { en: 'Help me choose', aliases: ['不确定', '不知道选哪个'] }),
  ],
};

export const orgType: Of<'single'> = {
  ...base,
  type: 'single',
  options: [
    option('bank', '银行', { en: 'Bank' }),
    option('securities', '证券/基金/期货', { en: 'Securities, fund or futures firm' }),
    option('insurance', '保险', { en: 'Insurer' }),
    option('investment', '创投/私募/产业基金', { en: 'Investor', aliases: ['VC', '风投'] }),
    option('fintech', '科技企业', { en: 'Technology company', aliases: ['科技公司'] }),
    option('exchange', '数据交易所/数据公司'),
    option('other_fin', '其他持牌金融/地方金融组织'),
    option('infra', '金融基础设施/交易场所'),
    option('park', '园区/政府平台/协会'),
    option('research', '高校/科研院所', { aliases: ['大学'] }),
    option('other', '其他', { en: 'Other', note: note(4, 60) }),
  ],
};

export const stage: Of<'single'> = {
  ...base,
  type: 'single',
  options: [
    option('production', '已正式投产/常态运行', { aliases: ['已上线', '投产'] }),
    option('pilot', '试点运行中', { aliases: ['试点'] }),
    option('poc_done', '已完成概念验证（PoC）', { aliases: ['PoC'] }),
    option('lab', '只在实验室/内部测试'),
    option('plan', '还是方案'),
  ],
};

export const realScene: Of<'single'> = {
  ...base,
  type: 'single',
  options: [
    option('yes', '是，真实业务'),
    option('partly', '部分真实（脱敏/历史数据回放）'),
    option('no', '不是，仿真或演示'),
  ],
};

const techOptions: readonly Option[] = [
  option('ai', '人工智能', { en: 'Artificial intelligence', aliases: ['AI'] }),
  option('blockchain', '区块链', { en: 'Blockchain' }),
  option('cloud', '云计算', { en: 'Cloud computing' }),
  option('bigdata', '大数据', { en: 'Big data' }),
  option('iot', '物联网', { en: 'Internet of things', aliases: ['IoT'] }),
  option('other', '其他数字技术', { en: 'Other digital technology', note: note() }),
  option('none', '没有用到数字技术', { en: 'No digital technology', exclusive: true, note: note() }),
];

export const techs: Of<'multi'> = {
  ...base,
  type: 'multi',
  options: techOptions,
  min: 1,
  max: undefined,
  note: undefined,
};

export const modes: Of<'multi'> = {
  ...base,
  type: 'multi',
  min: 1,
  max: undefined,
  note: undefined,
  options: [
    option('vc_early', '投早、投小、投硬科技'),
    option('poc_fund', '成果转化基金/概念验证基金'),
    option('ip_pledge', '知识产权质押信贷', { aliases: ['知识产权质押'] }),
    option('rnd_credit', '研发能力信用评估信贷'),
    option('invest_loan_link', '“投资联动”等综合服务（含投贷联动）', { aliases: ['投资联动', '投贷联动'] }),
    option('capital_tools', '上市/再融资/并购重组工具'),
    option('sci_bond', '科创债券/科技创新公司债'),
    option('rnd_insurance', '研发中断险'),
    option('first_equipment', '首台（套）装备保险'),
    option('other_tech_insurance', '其他科技保险'),
    option('other', '其他模式', { note: note() }),
  ],
};

export const leadership: Of<'multi'> = {
  ...base,
  type: 'multi',
  min: 1,
  max: 2,
  note: note(20, 300),
  options: [
    option('depth', '应用深度'),
    option('breadth', '应用广度'),
    option('fusion', '融合度'),
    option('none', '暂不突出', { exclusive: true }),
  ],
};

export const orgName: Of<'text'> = { ...base, type: 'text', min: 4, max: 60, pattern: 'name' };
export const caseTitle: Of<'text'> = { ...base, type: 'text', min: 6, max: 50, pattern: 'any' };
export const phone: Of<'text'> = { ...base, type: 'text', min: 1, max: 30, pattern: 'phone' };
export const email: Of<'text'> = { ...base, type: 'text', min: 1, max: 254, pattern: 'email' };
export const summary: Of<'longtext'> = { ...base, type: 'longtext', min: 100, max: 500 };
export const amount: Of<'number'> = {
  ...base,
  type: 'number',
  minimum: undefined,
  maximum: undefined,
  integer: false,
  unit: undefined,
};
export const share: Of<'percent_note'> = { ...base, type: 'percent_note', note: note(10, 200) };
export const month: Of<'date'> = { ...base, type: 'date', precision: 'month', earliest: undefined, latest: undefined };
export const day: Of<'date'> = { ...month, precision: 'day' };

function none(id: string, zh: string, owed?: Note): NoneOption {
  return { id, label: both(zh), aliases: [], note: owed };
}

export const metrics: Of<'rows'> = {
  ...base,
  type: 'rows',
  min: 1,
  max: 10,
  none: undefined,
  unique: 'name',
  suggestions: [],
  columns: [
    column('name', '指标', { min: 2, max: 40, aliases: ['指标名称'] }),
    column('before', '之前', { type: 'number', required: false }),
    column('after', '之后', { type: 'number' }),
    column('unit', '单位', { max: 10 }),
    column('period', '时间段', { type: 'period', aliases: ['时间'] }),
    column('source', '数据来源', { min: 4, max: 60, aliases: ['来源'] }),
  ],
};

export const milestones: Of<'rows'> = {
  ...base,
  type: 'rows',
  min: 1,
  max: 10,
  none: undefined,
  unique: undefined,
  suggestions: [],
  columns: [column('date', '日期', { type: 'month' }), column('event', '事件', { min: 2, max: 40 })],
};

export const coApplicants: Of<'rows'> = {
  ...milestones,
  min: 0,
  none: none('none', '没有'),
  unique: 'name',
  columns: [column('name', '全称', { min: 4, max: 60 }), column('role', '分工', { min: 4, max: 100 })],
};

export const partners: Of<'rows'> = {
  ...milestones,
  columns: [
    column('name', '全称', { min: 4, max: 60 }),
    column('contribution', '关键贡献', { min: 20, max: 300 }),
    column('uscc', '信用代码', { type: 'uscc', required: false }),
  ],
};

export const cases: Of<'rows'> = {
  ...milestones,
  max: 5,
  none: none('none', '暂无', note(10, 200)),
  columns: [column('client', '客户'), column('what', '做了什么'), column('result', '结果')],
};

export const property: Of<'rows'> = {
  ...milestones,
  columns: [
    column('kind', '类型', {
      values: [
        { id: 'patent', label: both('发明专利', 'Patent'), aliases: ['专利'] },
        { id: 'software', label: both('软著'), aliases: ['软件著作权'] },
      ],
    }),
    column('name', '名称'),
  ],
};

export const attachments: Of<'files'> = {
  ...base,
  type: 'files',
  max: 3,
  maxBytes: 1000,
  accept: ['pdf', 'jpg', 'docx'],
  later: option('later', '稍后补充'),
  done: option('done', '已发完'),
};

export const person: Of<'contact'> = { ...base, type: 'contact' };
export const code: Of<'uscc'> = {
  ...base,
  type: 'uscc',
  none: { ...none('none', '没有代码'), aliases: ['境外机构'], note: note(10, 200) },
};

export const everyStep: Readonly<Record<string, Step>> = {
  consent,
  confirm,
  review,
  lists,
  orgType,
  stage,
  techs,
  modes,
  leadership,
  orgName,
  caseTitle,
  phone,
  email,
  summary,
  amount,
  share,
  month,
  day,
  metrics,
  milestones,
  coApplicants,
  partners,
  cases,
  property,
  attachments,
  person,
  code,
};

/** 5 November 2025, noon in Shanghai. */
export const around: ReadingContext = { now: Date.UTC(2025, 10, 5, 4), timezone: 'Asia/Shanghai' };

export function say(step: Step, text: string, partial?: Partial): Reading {
  return readReply(step, { kind: 'text', text }, partial, around);
}

export function choose(step: Step, ...options: readonly string[]): Reading {
  return readReply(step, { kind: 'choose', options }, undefined, around);
}

/** Several messages to one step: the last reading; what a rejection refuses is not gathered. */
export function talk(step: Step, ...texts: readonly string[]): Reading {
  let partial: Partial | undefined;
  let reading: Reading = { kind: 'rejection', code: 'empty', params: {} };
  for (const text of texts) {
    reading = say(step, text, partial);
    if (reading.kind === 'partial') partial = reading.partial;
  }
  return reading;
}

/** A reading in a few words: `=ids`, `?awaited`, `!code candidates`. */
export function brief(reading: Reading): string {
  switch (reading.kind) {
    case 'value': {
      const { value } = reading;
      if ('id' in value) return `=${value.id}`;
      return 'ids' in value ? `=${value.ids.join(',')}` : `=${JSON.stringify(value)}`;
    }
    case 'partial':
      return reading.partial.kind === 'choice'
        ? `?${reading.partial.ids.join(',')}:${reading.partial.awaiting}`
        : `?${reading.partial.kind}`;
    case 'rejection': {
      const { candidates, n } = reading.params;
      return `!${reading.code}${candidates === undefined ? '' : ` ${candidates}`}${n === undefined ? '' : ` ${n}`}`;
    }
    default:
      return reading satisfies never;
  }
}
