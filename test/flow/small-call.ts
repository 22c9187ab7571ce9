/** A small complete call as texts: two lists, most step types, hard and soft clauses. Tests plant faults in copies. */
import type { SourceFile } from '../../src/flow/source.ts';

const CALL = `id: small-call
edition: 1
year: 2025
title: { zh: 小征集, en: A small call }
locales: [zh-CN, en]
timezone: Asia/Shanghai
lists: [one, two]
receipt_prefix: SC2025
organizer:
  name: { zh: 示例组委会, en: Sample organizer }
  contact: null
  deadline: '2025-12-31T18:00:00+08:00'
  deadline_text: null
  fee_text: null
  award_text: null
  attachments_text: null
  privacy_text: null
  retention_until: null
ambiguities:
  - id: A01
    clauses: ['0.1']
    question: { zh: 时间范围没有写, en: The rules give no time window }
    readings: [{ zh: 只是届次, en: It names the edition }]
    practice: { zh: 请组委会决定, en: The organizer decides }
    switches:
      - { name: year_mode, value: flag, choices: [flag, ignore] }
      - { name: share_at_least, value: 50 }
      - { name: strict, value: true }
      - { name: most_per_case, value: null }
`;

const RULES = `title: 小细则
version: '2025.1'
sha256: a00000000000000000000000000000000000000000000000000000000000000f
clauses:
  - { id: '0.1', text: 二〇二五, printed: 标题, modality: 标题, severity: review, en: The year }
  - { id: '1.1', text: 须服务科技企业, printed: 榜单 1（1）, modality: 须, severity: hard, en: Must serve technology companies }
  - { id: '1.2', text: 应有成效, printed: 榜单 1（2）, modality: 应, severity: explain, en: Should show results }
  - { id: '2.1', text: 须在上海, printed: 榜单 2（1）, modality: 须, severity: hard, en: Must be in Shanghai }
  - { id: '2.1.a', text: 场景在上海, printed: 榜单 2（1）, modality: 须, severity: hard, en: The scene is in Shanghai }
`;

const COMMON = `opening: [consent, list_choice]
steps:
  - id: consent
    type: consent
    title: { zh: 隐私, en: Privacy }
    ask: { zh: 同意吗？, en: Do you agree? }
    statement: { zh: 我们只用于本次征集, en: Only for this call }
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
  - id: case_title
    type: text
    title: { zh: 案例名称, en: Case title }
    ask: { zh: 案例叫什么？, en: What is the case called? }
    aliases: [名称]
    min: 4
    max: 30
    checks:
      - if: case_title in submitted.titles
        say: { zh: 你已用过这个名字, en: You have used this name }
        code: same_title
  - id: milestones
    type: rows
    title: { zh: 关键节点, en: Milestones }
    ask: { zh: 关键节点是哪年哪月？, en: When were the milestones? }
    unique: event
    columns:
      - { id: date, label: { zh: 年月, en: Month }, type: month }
      - { id: event, label: { zh: 事项, en: Event }, aliases: [做了什么] }
      - { id: amount, label: { zh: 金额, en: Amount }, type: number, required: false }
  - id: contact
    type: contact
    title: { zh: 联系人, en: Contact }
    ask: { zh: 请留联系人, en: Who is the contact? }
    pii:
      purpose: { zh: 用于联系, en: To reach you }
      retention: { zh: 征集结束后一年, en: One year after the call }
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
findings:
  - clause: '0.1'
    cases:
      - if: policy.year_mode == "flag" && !milestones.exists(m, m.date.startsWith("2025"))
        status: organizer_review
        flag: no_milestone
        say: { zh: 没有 2025 年的节点, en: No milestone in 2025 }
`;

const ONE = `id: L1
no: 1
name: { zh: 科技榜, en: Technology list }
group: { zh: 主榜单, en: Main lists }
aliases: [科技]
gist: { zh: 看科技, en: About technology }
clauses: ['1.1', '1.2']
tips:
  - { clause: '1.2', say: { zh: 成效写具体, en: Be concrete } }
quick: [targets, depth]
order:
  - targets
  - depth
  - case_title
  - share
  - why
  - use: milestones
    hint: { zh: 至少一条, en: At least one }
    suggestions:
      - { clause: '1.2', say: { zh: 上线时间, en: Launch } }
  - contact
  - declaration
  - review_submit
steps:
  - id: targets
    type: multi
    title: { zh: 服务对象, en: Served }
    ask: { zh: 服务谁？, en: Whom do you serve? }
    clauses: ['1.1']
    options:
      - { id: tech, label: { zh: 科技企业, en: Technology companies }, aliases: [科创企业] }
      - { id: research, label: { zh: 基础研究, en: Basic research }, aliases: [科研] }
      - { id: none, label: { zh: 都不是, en: None }, exclusive: true, note: { min: 20, max: 200 } }
  - id: depth
    type: single
    title: { zh: 深度, en: Depth }
    ask: { zh: 有多深入？, en: How deep? }
    options:
      - { id: deep, label: { zh: 深度融合, en: Deep } }
      - { id: partial, label: { zh: 部分环节, en: Partial } }
  - id: share
    type: percent_note
    title: { zh: 占比, en: Share }
    ask: { zh: 占多少？, en: How much? }
    note: { min: 10, max: 200 }
  - id: why
    type: longtext
    title: { zh: 说明, en: Explanation }
    ask: { zh: 为什么？, en: Why? }
    when: depth == "partial" || "none" in targets
    min: 20
    max: 200
findings:
  - clause: '1.1'
    cases:
      - if: '"none" in targets'
        status: not_met
        say: { zh: 须服务科技企业, en: It must serve technology companies }
  - clause: '1.2'
    applies: answered.share
    based_on: [share, milestones]
    cases:
      - if: >-
          share.percent <= policy.share_at_least
          || size(milestones) == 0
        status: needs_explanation
evidence:
  - { clause: '1.2', suggest: { zh: 台账, en: Ledger } }
`;

const TWO = `id: L2
no: 2
name: { zh: 上海榜, en: Shanghai list }
group: { zh: 特色榜单, en: Special list }
gist: { zh: 看上海, en: About Shanghai }
clauses: ['2.1']
quick: [place]
order:
  - place
  - lead
  - case_title
  - milestones
  - contact
  - declaration
  - review_submit
steps:
  - id: place
    type: multi
    title: { zh: 所在地, en: Place }
    ask: { zh: 哪些在上海？, en: What is in Shanghai? }
    options:
      - { id: scene, label: { zh: 场景, en: Scene }, clause: 2.1.a }
      - { id: value, label: { zh: 价值, en: Value } }
      - { id: none, label: { zh: 都不在, en: None }, exclusive: true }
  - id: lead
    type: single
    title: { zh: 牵头单位, en: Lead }
    ask: { zh: 牵头单位在上海吗？, en: Is the lead in Shanghai? }
    when: has_any(place, ["scene", "value"])
    options:
      - { id: hq, label: { zh: 总部在, en: Headquarters } }
      - { id: away, label: { zh: 不在, en: Elsewhere } }
findings:
  - clause: '2.1'
    default: silent
    cases:
      - if: lead == "away" && list == "L2"
        status: not_met
  - clause: 2.1.a
    part_of: '2.1'
    applies: 'lead != ""'
    cases:
      - if: '!("scene" in place)'
        status: not_met
`;

/** The files of the small call, without faults. */
export const SMALL_CALL: readonly SourceFile[] = [
  { path: 'flows/small/call.yaml', text: CALL },
  { path: 'flows/small/rules.yaml', text: RULES },
  { path: 'flows/small/common.yaml', text: COMMON },
  { path: 'flows/small/lists/one.yaml', text: ONE },
  { path: 'flows/small/lists/two.yaml', text: TWO },
];

/** The small call with one passage of one file replaced. The passage must occur exactly once. */
export function edited(
  name: string,
  from: string,
  to: string,
  files: readonly SourceFile[] = SMALL_CALL,
): SourceFile[] {
  return files.map((file) => {
    if (file.path !== `flows/small/${name}`) return file;
    const pieces = file.text.split(from);
    if (pieces.length !== 2) throw new Error(`${name}: "${from}" occurs ${pieces.length - 1} times`);
    return { ...file, text: pieces.join(to) };
  });
}
