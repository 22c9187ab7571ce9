/** One submission as text for an organizer to read: its sections and its findings. Judges nothing and prints nothing. */
import type { Submission } from '../engine/submission.ts';
import { flagText, metricText, recordedText, rowText } from '../exports/spreadsheet-text.ts';

/** What the organizer calls the states of a submission. */
export const STATES: Readonly<Record<Submission['status'], string>> = {
  submitted: '已提交',
  submitted_with_objection: '已提交，有条款请组委会确认',
  withdrawn: '已撤回',
  returned_for_fix: '退回修改',
  resubmitted: '已重新提交',
  accepted: '已受理',
  rejected: '未通过',
};

const STATUSES: Readonly<Record<Submission['eligibility']['findings'][number]['status'], string>> = {
  met: '已符合',
  not_met: '不满足',
  needs_explanation: '需说明',
  organizer_review: '待组委会确认',
  not_applicable: '不适用',
  unanswered: '还没回答',
};

type Line = readonly [title: string, text: string | number | null | undefined];

function section(title: string, lines: readonly Line[]): string {
  const shown = lines.filter(([, text]) => text !== undefined && text !== null && text !== '');
  if (shown.length === 0) return '';
  return `\n【${title}】\n${shown.map(([name, text]) => (name === '' ? `${text}` : `${name}：${text}`)).join('\n')}\n`;
}

/** Fields of a section no line names, in their order. */
function further(record: object | undefined, known: readonly string[]): Line[] {
  return Object.entries(record ?? {})
    .filter(([key, value]) => !known.includes(key) && value !== null && value !== undefined)
    .map(([key, value]): Line => [key, recordedText(value)]);
}

/** `titles`: step id → title, as far as the call still knows them. */
export function submissionText(submission: Submission, titles: ReadonlyMap<string, string>): string {
  const { applicant, case: about, compliance, contact, eligibility, integrity, list } = submission;
  const check = [applicant?.uscc_check?.warning, applicant?.uscc_check?.explanation].filter((one) => one);
  return [
    `${submission.receipt_no}  ${STATES[submission.status]}\n`,
    section('申报', [
      ['编号', submission.submission_id],
      ['榜单', `${list.id} ${list.name}`],
      ['提交时间', submission.channel.submitted_at],
      ['版次', submission.revision.no],
      ['更正了', submission.revision.previous],
      ['渠道', submission.channel.platform],
    ]),
    section('申报单位', [
      ['名称', applicant?.org_name],
      ['统一社会信用代码', applicant?.uscc],
      ['代码提示', check.join('；')],
      ['类型', applicant?.org_type && recordedText(applicant.org_type)],
      ...further(applicant, ['org_name', 'uscc', 'uscc_check', 'org_type']),
      ['联合单位', submission.co_applicants?.map(rowText).join('；')],
    ]),
    section('联系人', [
      ['姓名', contact?.name],
      ['职务', contact?.title],
      ['电话', contact?.phone],
      ['邮箱', contact?.email],
    ]),
    section('案例', [
      ['名称', about?.title],
      ['简介', about?.summary],
      ['阶段', about?.stage && recordedText(about.stage)],
      ['节点', about?.milestones?.map((one) => `${one.date} ${one.event}`).join('；')],
      ...further(about, ['title', 'summary', 'summary_chars', 'stage', 'milestones']),
    ]),
    section(
      '榜单问题',
      Object.entries(submission.scope).map(([id, value]): Line => [titles.get(id) ?? id, recordedText(value)]),
    ),
    section('成效指标', submission.metrics?.map((metric): Line => ['', metricText(metric)]) ?? []),
    section('合规', [
      ['说明', compliance?.statement],
      ['标签', compliance?.tags.join('、')],
    ]),
    section('材料', [
      ...submission.attachments.map((file): Line => [file.id, `${file.name}（${file.bytes} 字节）`]),
      ...submission.missing_attachments.map((one): Line => [`建议补充 ${one.clause}`, one.suggest]),
    ]),
    section('自查结果（申报人自述，未经核实）', [
      ['', eligibility.summary],
      ...eligibility.findings.map(
        (one): Line => [
          `${STATUSES[one.status]} ${one.clause}`,
          one.note === '' ? one.requirement : `${one.requirement}（${one.note}）`,
        ],
      ),
    ]),
    section(
      '组委会标记',
      submission.organizer_flags.map((flag): Line => ['', flagText(flag)]),
    ),
    section(
      '请组委会确认',
      submission.objections.map((one): Line => [one.clause, one.note]),
    ),
    `\nSHA-256 ${integrity.sha256}\n`,
  ].join('');
}
