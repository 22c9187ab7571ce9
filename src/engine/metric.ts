/**
 * Indicators of a case as recorded: the numbers as given, which way is better where words and numbers agree, and the
 * months covered. Verifies no number.
 */
import type { RowsStep } from '../flow/step.ts';
import { parsePeriod } from './period.ts';
import type { Metric } from './submission.ts';
import type { Row } from './value.ts';

/** Names in which less is better. */
const LOWER = /时长|时间|成本|利率|不良|审批|风险|投诉|损失|费用|次数|周期|耗时/;

/**
 * Which way is better. Word and numbers must agree (风险识别率 that rose is no lower_better); `insisted`: the applicant
 * has said that lower is better where the number fell.
 */
export function direction(name: string, before: number | null, after: number, insisted: boolean): Metric['direction'] {
  const word = LOWER.test(name);
  if (before === null) return word ? 'lower_better' : 'higher_better';
  if (after < before) return word || insisted ? 'lower_better' : 'unknown';
  if (after > before) return word ? 'unknown' : 'higher_better';
  return word ? 'lower_better' : 'unknown';
}

function text(row: Row, column: string): string {
  const cell = row[column];
  return cell === null || cell === undefined ? '' : String(cell);
}

/**
 * The rows of a metrics step. `evidence`: ids of the attachments that prove effects; `clauses`: what the indicators
 * answer; `insisted`: see `direction`.
 */
export function recordedMetrics(
  step: RowsStep,
  rows: readonly Row[],
  insisted: boolean,
  evidence: readonly string[],
  clauses: readonly string[],
): Metric[] {
  return rows.map((row, index) => {
    const name = text(row, 'name');
    const before = typeof row.before === 'number' ? row.before : null;
    const after = Number(row.after);
    const unit = step.columns.find((column) => column.id === 'unit')?.values?.find((one) => one.id === row.unit);
    const period = text(row, 'period');
    const { start, end } = parsePeriod(period);
    return {
      id: `m${index + 1}`,
      name,
      before,
      after,
      unit: unit?.label.zh ?? text(row, 'unit'),
      direction: direction(name, before, after, insisted),
      period,
      period_start: start,
      period_end: end,
      source: text(row, 'source'),
      evidence: [...evidence],
      clauses: [...clauses],
    };
  });
}
