/**
 * Submissions as one CSV table (RFC 4180, UTF-8 with byte order mark), safe to open in a spreadsheet: no cell is ever
 * evaluated. Contact particulars are included, so the file is personal data. Writes no file.
 */
import type { Submission } from '../engine/submission.ts';
import { flagText, metricText, openFindings, recordedText, rowText, withoutFormula } from './spreadsheet-text.ts';

interface Column {
  readonly header: string;
  readonly cell: (submission: Submission) => string | number | null | undefined;
}

const list = (texts: readonly string[] | undefined): string => (texts ?? []).join('；');

const FIXED: readonly Column[] = [
  { header: '受理编号', cell: (s) => s.receipt_no },
  { header: '申报 id', cell: (s) => s.submission_id },
  { header: '状态', cell: (s) => s.status },
  { header: '提交时间', cell: (s) => s.channel.submitted_at },
  { header: '版次', cell: (s) => s.revision.no },
  { header: '更正了', cell: (s) => s.revision.previous },
  { header: '榜单', cell: (s) => s.list.id },
  { header: '榜单名称', cell: (s) => s.list.name },
  { header: '申报单位', cell: (s) => s.applicant?.org_name },
  { header: '统一社会信用代码', cell: (s) => s.applicant?.uscc },
  { header: '信用代码提示', cell: (s) => list(usccRemarks(s)) },
  { header: '单位类型', cell: (s) => s.applicant?.org_type && recordedText(s.applicant.org_type) },
  { header: '联合单位', cell: (s) => list(s.co_applicants?.map(rowText)) },
  { header: '联系人', cell: (s) => s.contact?.name },
  { header: '职务', cell: (s) => s.contact?.title },
  { header: '电话', cell: (s) => s.contact?.phone },
  { header: '邮箱', cell: (s) => s.contact?.email },
  { header: '案例名称', cell: (s) => s.case?.title },
  { header: '案例简介', cell: (s) => s.case?.summary },
  { header: '落地阶段', cell: (s) => s.case?.stage && recordedText(s.case.stage) },
  { header: '关键节点', cell: (s) => list(s.case?.milestones?.map((one) => `${one.date} ${one.event}`)) },
  { header: '成效指标', cell: (s) => list(s.metrics?.map(metricText)) },
  { header: '合规说明', cell: (s) => s.compliance?.statement },
  { header: '合规标签', cell: (s) => list(s.compliance?.tags) },
  { header: '材料', cell: (s) => list(s.attachments.map(({ name }) => name)) },
  { header: '建议补充的材料', cell: (s) => list(s.missing_attachments.map((one) => `${one.clause} ${one.suggest}`)) },
  { header: '自查结果', cell: (s) => s.eligibility.overall },
  { header: '自查小结', cell: (s) => s.eligibility.summary },
  { header: '硬性要求 满足', cell: (s) => s.eligibility.hard_clauses.met },
  { header: '硬性要求 不满足', cell: (s) => s.eligibility.hard_clauses.not_met },
  { header: '硬性要求 总数', cell: (s) => s.eligibility.hard_clauses.total },
  { header: '待看条款', cell: openFindings },
  { header: '组委会标记', cell: (s) => list(s.organizer_flags.map(flagText)) },
  { header: '请组委会确认', cell: (s) => list(s.objections.map(({ clause, note }) => `${clause} ${note}`)) },
  { header: '同一申报人的其他申报', cell: (s) => list(s.related_submissions.map((one) => one.submission_id)) },
  { header: '渠道', cell: (s) => s.channel.platform },
  { header: '申报人', cell: (s) => s.channel.user_ref },
  { header: 'SHA-256', cell: (s) => s.integrity.sha256 },
];

function usccRemarks({ applicant }: Submission): string[] {
  return [applicant?.uscc_check?.warning, applicant?.uscc_check?.explanation].filter((one) => typeof one === 'string');
}

const KNOWN: readonly string[] = [
  'org_name',
  'uscc',
  'uscc_check',
  'org_type',
  'title',
  'summary',
  'summary_chars',
  'stage',
  'milestones',
];

/** One column for each further field of a section, and for each step of `scope`, in the order they first appear. */
function furtherColumns(submissions: readonly Submission[], titles: ReadonlyMap<string, string>): Column[] {
  const columns = new Map<string, Column>();
  for (const submission of submissions) {
    for (const section of ['applicant', 'case', 'scope'] as const) {
      for (const key of Object.keys(submission[section] ?? {})) {
        const path = `${section}.${key}`;
        if (columns.has(path) || (section !== 'scope' && KNOWN.includes(key))) continue;
        const title = section === 'scope' ? titles.get(key) : undefined;
        columns.set(path, {
          header: title === undefined ? path : `${title}（${key}）`,
          cell: (one) => cellOf(one[section]?.[key]),
        });
      }
    }
  }
  return [...columns.values()];
}

type Entry = NonNullable<Submission['applicant']>[string] | NonNullable<Submission['case']>[string];

function cellOf(entry: Entry | undefined): string | number {
  if (typeof entry === 'number') return entry;
  if (entry === undefined || entry === null) return '';
  if (typeof entry === 'object' && 'valid_checksum' in entry) return entry.warning ?? '';
  return recordedText(entry);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A number is written as it is; text never begins like a formula. */
function field(cell: string | number | null | undefined): string {
  if (typeof cell === 'number') return String(cell);
  return quoted(withoutFormula(cell ?? ''));
}

/**
 * One header row, then one row a submission; lines end in CRLF. `titles` (step id → title) makes the headers of the
 * scope columns readable.
 */
export function toCsv(submissions: readonly Submission[], titles: ReadonlyMap<string, string> = new Map()): string {
  const columns = [...FIXED, ...furtherColumns(submissions, titles)];
  const lines = [columns.map(({ header }) => field(header)).join(',')];
  for (const submission of submissions) lines.push(columns.map(({ cell }) => field(cell(submission))).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
