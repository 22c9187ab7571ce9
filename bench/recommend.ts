/**
 * List recommendation against cases written by people who have not seen the vocabulary: how often the first list is the
 * right one, what is shown that must not be, and how long it takes. Tunes nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadCall, loadFaq } from '../src/flow/load.ts';
import type { Recommendation } from '../src/knowledge/recommend.ts';
import { guideTo, recommend } from '../src/knowledge/recommend.ts';
import type { Report } from './report.ts';
import { short } from './report.ts';

const caseSchema = z.object({
  id: z.string(),
  text: z.string(),
  voice: z.string(),
  /** The list an organizer would name first; `none` where none fits. */
  primary: z.string(),
  acceptable: z.array(z.string()).default([]),
  forbidden: z.array(z.string()).default([]),
  /** Do the core practice, its use and its value lie in Shanghai, as far as the text says? */
  shanghai: z.enum(['met', 'failed', 'unknown']).optional(),
});
type Case = z.infer<typeof caseSchema>;

interface Tried {
  readonly told: Case;
  readonly shown: readonly string[];
  readonly micros: number;
}

const LIST_IN_SHANGHAI = 'L3';
const HEADS = [
  '',
  'cases',
  'primary first',
  'primary or acceptable',
  'forbidden shown',
  'list 3 against Shanghai',
  'nothing shown',
];

function percent(tried: readonly Tried[], holds: (one: Tried) => boolean): string {
  return tried.length === 0 ? '–' : `${((100 * tried.filter(holds).length) / tried.length).toFixed(1)} %`;
}

function rowOf(name: string, tried: readonly Tried[]): string[] {
  const fits = tried.filter((one) => one.told.primary !== 'none');
  return [
    name,
    String(tried.length),
    percent(fits, ({ told, shown }) => shown[0] === told.primary),
    percent(fits, ({ told, shown }) => [told.primary, ...told.acceptable].includes(shown[0] ?? '')),
    percent(tried, ({ told, shown }) => shown.some((list) => told.forbidden.includes(list))),
    String(tried.filter(({ told, shown }) => told.shanghai === 'failed' && shown.includes(LIST_IN_SHANGHAI)).length),
    percent(tried, ({ shown }) => shown.length === 0),
  ];
}

/** `root`: the project's folder, with a slash at its end. */
export function benchRecommend(root: string, report: Report): void {
  const path = `${root}test/knowledge/evaluation/cases.jsonl`;
  if (!existsSync(path)) {
    report.table('Recommendation', ['', ''], [['no cases', path.slice(root.length)]]);
    return;
  }
  const cases = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => caseSchema.parse(JSON.parse(line)));
  const folder = `${root}flows/fintech-events-2025`;
  const call = loadCall(folder);
  const faq = loadFaq(folder, call);
  const began = performance.now();
  const guide = guideTo(call, faq);
  const prepared = performance.now() - began;
  // Once before it counts: the first text makes the tables of the scripts.
  for (const { text } of cases) recommend(call, guide, text);
  const tried = cases.map((told): Tried => {
    const start = performance.now();
    const recommended: Recommendation = recommend(call, guide, told.text);
    return { told, shown: recommended.shown.map((list) => list.id), micros: (performance.now() - start) * 1000 };
  });
  const voices = [...new Set(cases.map((one) => one.voice))].sort();
  const rows = [
    rowOf('all', tried),
    ...voices.map((voice) =>
      rowOf(
        voice,
        tried.filter((one) => one.told.voice === voice),
      ),
    ),
  ];
  report.table('Recommendation', HEADS, rows, 'Cases written without sight of the vocabulary and the examples.');
  const times = tried.map((one) => one.micros).sort((a, b) => a - b);
  const at = (share: number): string =>
    short(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN);
  report.table(
    'Recommendation: time',
    ['', 'p50', 'p95', 'p99'],
    [
      ['µs a case', at(0.5), at(0.95), at(0.99)],
      ['prepared, ms', short(prepared), '', ''],
    ],
  );
}
