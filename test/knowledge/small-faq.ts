/** The knowledge of the small call as texts: two voices, every action, a few words of the trade. Tests plant faults in copies. */
import { compileCall } from '../../src/flow/compile.ts';
import { compileFaq } from '../../src/flow/compile-faq.ts';
import type { Faq } from '../../src/flow/faq.ts';
import type { SourceFile } from '../../src/flow/source.ts';
import { edited, SMALL_CALL } from '../flow/small-call.ts';

const ENTRIES = `entries:
  - id: place
    topic: { zh: 必须在上海吗, en: Shanghai }
    action: answer
    clauses: ['2.1', '2.1.a']
    lists: [L2]
    answer: { zh: 榜单 2 须在上海。, en: List 2 must be in Shanghai. }
    follow_up: { zh: 发“换榜单”可以换。, en: Change the list at any time. }
    not_questions: [上海天气怎么样]
  - id: serve
    topic: { zh: 服务对象, en: Whom to serve }
    action: answer
    clauses: ['1.1']
    lists: [L1]
    answer: { zh: 须服务科技企业。, en: Serve technology companies. }
  - id: results
    topic: { zh: 成效, en: Results }
    action: answer
    clauses: ['1.2']
    lists: [L1]
    answer: { zh: 应有成效。, en: Show results. }
    valid_until: 2026-06-30
  - id: deadline
    topic: { zh: 截止时间, en: Deadline }
    action: pending
    fact: deadline
    answer: { zh: 细则没有写截止时间。, en: The rules give no deadline. }
  - id: fee
    topic: { zh: 费用, en: Fee }
    action: pending
    fact: fee_text
    answer: { zh: 细则没有写费用。, en: The rules give no fee. }
  - id: weather
    topic: { zh: 天气, en: Weather }
    action: handoff
    answer: { zh: 这个我答不了。, en: That is beyond me. }
  - id: hello
    topic: { zh: 打招呼, en: Greeting }
    action: smalltalk
    answer: { zh: 你好。, en: Hello. }
`;

const CLERK = `# 一位柜员
voice: clerk
about: { zh: 柜员, en: A clerk }
questions:
  place: [外地的单位能报榜单二吗, 项目不在上海行不行, 榜单2要求在上海吗] # 常问
  serve:
    - 要服务什么样的企业
    # 银行自己的
    - 服务对象有要求吗
    - 给传统工厂放贷算不算
  results:
    - 成效怎么写
    - 没有数据可以吗
    - 需要什么成果
  deadline: [什么时候截止, 截止到几号, 最晚哪天交]
  fee: [要交钱吗, 收费多少, 报名费用是多少]
  weather: [明天天气怎么样, 会下雨吗, 今天气温多少]
  hello: [你好, 在吗, 早上好]
`;

const ENGINEER = `voice: engineer
questions:
  place:
    - 系统部署在杭州，用户在上海，可以吗
    - 场景一定要落在上海？
    - is it required to be located in Shanghai
  serve: [面向哪类客户, 科创企业以外的能报吗]
  results: [指标要多好, 效果怎么量化才算]
  deadline: [deadline 是哪天, 申报什么时间结束]
  fee: [参评费用怎么付, 评审收钱吗]
  weather: [weather in Shanghai tomorrow, 台风要来吗]
  hello: [hi, hello there]
`;

const VOCABULARY = `terms:
  - { to: 截止, from: [死线, ddl], kind: english }
  - { to: 什么, from: [咩, 乜嘢], kind: dialect }
  - { to: 科技企业, from: [专精特新, 小巨人], kind: business }
`;

const REGRESSION = `cases:
  - { text: 几号截止呀, entry: deadline }
  - { text: 明天会下雨吗, entry: none }
`;

/** The faq files beside the small call. */
export const SMALL_FAQ: readonly SourceFile[] = [
  { path: 'flows/small/faq/questions.yaml', text: ENTRIES },
  { path: 'flows/small/faq/regression.yaml', text: REGRESSION },
  { path: 'flows/small/faq/voices/clerk.yaml', text: CLERK },
  { path: 'flows/small/faq/voices/engineer.yaml', text: ENGINEER },
  { path: 'flows/small/vocabulary.yaml', text: VOCABULARY },
];

export const smallCall = compileCall(SMALL_CALL);

/** The call once the organizer has said what it costs. */
export const pricedCall = compileCall(edited('call.yaml', 'fee_text: null', 'fee_text: { zh: 免费, en: Free }'));

/** The faq files with one text replaced in one of them. */
export function editedFaq(file: string, from: string, to: string, files = SMALL_FAQ): readonly SourceFile[] {
  return files.map((one) => {
    if (!one.path.endsWith(`/${file}`)) return one;
    if (!one.text.includes(from)) throw new Error(`${file} does not contain "${from}"`);
    return { path: one.path, text: one.text.replace(from, to) };
  });
}

export function smallFaq(files: readonly SourceFile[] = SMALL_FAQ, now?: number): Faq {
  return compileFaq(files, 'flows/small/', smallCall, [], now);
}
