/** How far a case has come, by the furthest step the text says was reached; a plan or a denial reaches nothing. */
import type { Call } from '../../flow/call.ts';
import type { Find } from '../../knowledge/finder.ts';
import { findAll, finderOf } from '../../knowledge/finder.ts';
import { mentionsOf } from '../../knowledge/mention.ts';
import type { Passage } from '../../knowledge/passage.ts';
import type { Proposal } from './proposal.ts';
import { stepFor } from './proposal.ts';

/** Plain signs first; a sign of pilot beats the loose signs of production (试点上线). */
const SIGNS: readonly { readonly option: string; readonly confidence: number; readonly words: readonly string[] }[] = [
  {
    option: 'production',
    confidence: 0.9,
    words: [
      '投产',
      '正式上线',
      '全面上线',
      '全面推广',
      '全行推广',
      '全行上线',
      '常态化运行',
      '常态运行',
      '正式运行',
      '正式运营',
      '稳定运行',
      '生产环境',
      '规模化应用',
      '商用',
      '转入生产',
      '转生产',
      '正式发行',
      'in production',
      'went live',
    ],
  },
  {
    option: 'pilot',
    confidence: 0.85,
    words: ['试点', '试运行', '灰度', '公测', '监管沙盒', '先行先试', '小范围试用', '试用', 'pilot'],
  },
  {
    option: 'production',
    confidence: 0.6,
    words: [
      '已上线',
      '上线',
      '已落地',
      '放款',
      '已发行',
      '发行了',
      '承保',
      '累计服务',
      '已推广',
      '投放',
      '运行中',
      '上线运行',
      'live since',
      'launched',
    ],
  },
  { option: 'poc_done', confidence: 0.85, words: ['概念验证', 'poc', '可行性验证', '技术验证', 'proof of concept'] },
  {
    option: 'lab',
    confidence: 0.8,
    words: ['实验室', '内部测试', '内测', '还在开发', '还在研发', '研发阶段', '开发中', '原型', 'prototype'],
  },
  {
    option: 'plan',
    confidence: 0.8,
    words: ['方案阶段', '还是方案', '只是方案', '还是个方案', '筹备阶段', '还没开始', '刚立项', '规划阶段'],
  },
];
const finder = finderOf(SIGNS.flatMap((sign) => sign.words));
/** Insurance and funds carry these words as names. */
const OTHERWISE = /概念验证(?:基金|中心|平台)|实验室(?:里|成果|技术)|国家实验室|重点实验室/;

/** At most one proposal. */
export function fromStage(call: Call, passage: Passage): readonly Proposal[] {
  const step = stepFor(call, 'case.stage', 'single');
  if (step === undefined) return [];
  const said = mentionsOf(passage, findAll(finder, passage.flat)).filter(
    (one) => one.state === 'said' && !OTHERWISE.test(passage.flat.slice(Math.max(0, one.from - 4), one.to + 3)),
  );
  for (const { option, confidence, words } of SIGNS) {
    const found = said.filter((one) => words.includes(one.word));
    if (found.length > 0 && step.options.some((one) => one.id === option))
      return [{ step: step.id, value: { id: option }, words: wordsAt(passage, found), confidence }];
  }
  return [];
}

function wordsAt({ text }: Passage, finds: readonly Find[]): readonly string[] {
  return [...new Set(finds.slice(0, 3).map(({ from, to }) => text.slice(from, to)))];
}
