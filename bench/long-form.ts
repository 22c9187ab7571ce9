/**
 * A synthetic call of any length: text and single steps in turn, every second one with a condition on an earlier step, a
 * finding for every fifth. All conditions hold for the answers given here, so that every step is asked.
 */
import type { SourceFile } from '../src/flow/source.ts';

const CALL = `id: long-form
edition: 1
year: 2025
title: { zh: 长表, en: A long form }
locales: [zh-CN, en]
timezone: Asia/Shanghai
lists: [one]
receipt_prefix: LF2025
organizer:
  { name: null, contact: null, deadline: null, deadline_text: null, fee_text: null, award_text: null,
    attachments_text: null, privacy_text: null, retention_until: null }
ambiguities: []
`;

const COMMON = `opening: [consent, list_choice]
steps:
  - id: consent
    type: consent
    title: { zh: 隐私, en: Privacy }
    ask: { zh: 同意吗？, en: Do you agree? }
    statement: { zh: 只用于测量, en: For measuring only }
    version: v1
    options:
      - { id: agree, label: { zh: 同意, en: I agree } }
      - { id: read, label: { zh: 先看说明, en: Show me } }
      - { id: decline, label: { zh: 不同意, en: I decline } }
  - id: list_choice
    type: list
    title: { zh: 榜单, en: List }
    ask: { zh: 申报哪个榜单？, en: Which list? }
    help: { id: help, label: { zh: 帮我选, en: Help me choose } }
  - id: declaration
    type: confirm
    title: { zh: 承诺, en: Declaration }
    ask: { zh: 确认吗？, en: Do you confirm? }
    statement: { zh: 材料真实, en: All of it is true }
    version: v1
    options:
      - { id: 'yes', label: { zh: 确认, en: I confirm } }
      - { id: 'no', label: { zh: 还不能, en: Not yet } }
  - id: review_submit
    type: review
    title: { zh: 核对, en: Review }
    ask: { zh: 请核对, en: Please check }
    options:
      - { id: submit, label: { zh: 提交, en: Submit } }
      - { id: edit, label: { zh: 修改, en: Edit } }
      - { id: save, label: { zh: 存草稿, en: Save } }
`;

/** Steps between two findings. */
const JUDGED_EVERY = 5;

function stepId(n: number): string {
  return `q${n}`;
}

function isText(n: number): boolean {
  return n % 2 === 0;
}

/** The step before last is of the same kind, the last one of the other: conditions read both kinds in turn. */
function condition(n: number): string {
  const read = n % 4 === 1 ? n - 1 : n - 2;
  return isText(read) ? `${stepId(read)} != ""` : `${stepId(read)} == "yes"`;
}

function step(n: number): string {
  const when = n % 2 === 1 && n > 2 ? `    when: '${condition(n)}'\n` : '';
  const head = `  - id: ${stepId(n)}
    title: { zh: 第${n}项, en: Item ${n} }
    ask: { zh: 请回答第 ${n} 项：你们是怎么做的？, en: 'Item ${n}: how do you do it?' }
    aliases: [项目${n}]
${when}`;
  if (isText(n)) return `${head}    type: text\n    min: 2\n    max: 200\n`;
  return `${head}    type: single
    options:
      - { id: 'yes', label: { zh: 已经做到, en: Done } }
      - { id: part, label: { zh: 部分做到, en: Partly } }
      - { id: 'no', label: { zh: 还没有, en: Not yet } }
`;
}

function judged(steps: number): number[] {
  return Array.from({ length: Math.floor(steps / JUDGED_EVERY) }, (_, i) => (i + 1) * JUDGED_EVERY - 1);
}

function clauseId(n: number): string {
  return `1.${n}`;
}

function finding(n: number): string {
  const failed = isText(n) ? `${stepId(n)} == "没有"` : `${stepId(n)} == "no"`;
  return `  - clause: '${clauseId(n)}'
    cases:
      - if: '${failed}'
        status: not_met
        say: { zh: 还没有做到, en: Not done }
`;
}

/** The files of a call with one list of `steps` questions (besides consent, declaration and review). */
export function longForm(steps: number): readonly SourceFile[] {
  const numbers = Array.from({ length: steps }, (_, n) => n);
  const rules = `title: 长细则
version: '2025.1'
sha256: ${'a'.repeat(64)}
clauses:
${judged(steps)
  .map(
    (n) =>
      `  - { id: '${clauseId(n)}', text: 须做到第${n}项, printed: 第${n}条, modality: 须, severity: hard, en: Item ${n} }`,
  )
  .join('\n')}
`;
  const list = `id: L1
no: 1
name: { zh: 长榜, en: Long list }
group: { zh: 主榜单, en: Main lists }
aliases: [长]
gist: { zh: 很长, en: It is long }
clauses: ['${clauseId(judged(steps)[0] ?? 0)}']
quick: [${stepId(0)}]
order: [${numbers.map(stepId).join(', ')}, declaration, review_submit]
steps:
${numbers.map(step).join('')}findings:
${judged(steps).map(finding).join('')}`;
  return [
    { path: 'flows/long/call.yaml', text: CALL },
    { path: 'flows/long/rules.yaml', text: rules },
    { path: 'flows/long/common.yaml', text: COMMON },
    { path: 'flows/long/lists/one.yaml', text: list },
  ];
}

/** What the applicant of the long form says, message by message, up to `answered` questions answered. */
export function longAnswers(answered: number): readonly string[] {
  const answers = Array.from({ length: answered }, (_, n) =>
    isText(n) ? `第${n}项由我们自己的团队负责，已经稳定运行` : '1',
  );
  return ['你好', '1', '1', ...answers];
}
