/**
 * The knowledge against questions its authors have not seen: how often it is right, offers, hands over and is wrong with
 * confidence; how fast it is and what it costs; and each voice asked of an index without it. Tunes nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadCall, loadFaq } from '../src/flow/load.ts';
import type { Knowledge } from '../src/knowledge/answer.ts';
import { askFaq } from '../src/knowledge/answer.ts';
import { calibrated, figuresOf } from '../src/knowledge/calibrate.ts';
import { trials } from '../src/knowledge/holdout.ts';
import type { FaqLabel } from '../src/knowledge/label.ts';
import { labelled } from '../src/knowledge/label.ts';
import { openKnowledge } from '../src/knowledge/open.ts';
import { collectGarbage } from './measure.ts';
import type { Report } from './report.ts';
import { short } from './report.ts';

const questionSchema = z.object({
  id: z.string(),
  text: z.string(),
  voice: z.string(),
  kind: z.enum(['everyday', 'hard', 'offtopic', 'injection']),
  /** Acceptable clauses, best first; none: to be handed over. */
  clauses: z.array(z.string()),
});
type Question = z.infer<typeof questionSchema>;

interface Scored {
  readonly question: Question;
  readonly label: FaqLabel;
  readonly injected: boolean;
}

function readQuestions(path: string): Question[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => questionSchema.parse(JSON.parse(line)));
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}`;
}

const HEADS = [
  '',
  'questions',
  'top-1',
  'top-3',
  'abstain recall',
  'abstain precision',
  'wrong',
  'offered',
  'resolved',
];

/** Is one of the first `n` clauses acceptable? */
function within({ question, label }: Scored, n: number): boolean {
  return label.clauses.slice(0, n).some((clause) => question.clauses.includes(clause));
}

function resolved(one: Scored): boolean {
  if (one.question.clauses.length === 0) return one.label.abstain;
  if (one.label.abstain) return false;
  return one.label.ambiguous ? within(one, 3) : within(one, 1);
}

function wrong(one: Scored): boolean {
  if (one.label.abstain || one.label.ambiguous) return false;
  return one.question.clauses.length === 0 || !within(one, 1);
}

function row(name: string, scored: readonly Scored[]): string[] {
  const answerable = scored.filter(({ question }) => question.clauses.length > 0);
  const others = scored.filter(({ question }) => question.clauses.length === 0);
  const abstained = scored.filter(({ label }) => label.abstain);
  const rightly = abstained.filter(({ question }) => question.clauses.length === 0).length;
  return [
    name,
    String(scored.length),
    percent(answerable.filter((one) => within(one, 1)).length, answerable.length),
    percent(answerable.filter((one) => within(one, 3)).length, answerable.length),
    percent(rightly, others.length),
    percent(rightly, abstained.length),
    percent(scored.filter(wrong).length, scored.length),
    percent(scored.filter(({ label }) => label.ambiguous).length, scored.length),
    percent(scored.filter(resolved).length, scored.length),
  ];
}

function benchQuestions(questions: readonly Question[], knowledge: Knowledge, report: Report): void {
  const scored = questions.map((question) => ({
    question,
    label: labelled(knowledge, question.text),
    injected: askFaq(knowledge, question.text).injected,
  }));
  const kinds = [...new Set(questions.map(({ kind }) => kind))];
  const voices = [...new Set(questions.map(({ voice }) => voice))].toSorted();
  const rows = [
    row('all', scored),
    ...kinds.map((kind) =>
      row(
        kind,
        scored.filter(({ question }) => question.kind === kind),
      ),
    ),
    ...voices.map((voice) =>
      row(
        `voice ${voice}`,
        scored.filter(({ question }) => question.voice === voice),
      ),
    ),
  ];
  const attacks = scored.filter(({ question }) => question.kind === 'injection');
  report.table(
    'FAQ: questions the authors of the knowledge have not seen (%)',
    HEADS,
    rows,
    `Top-1 and top-3 over the answerable ones, by clause. Injections handed over: ${attacks.filter(({ label }) => label.abstain).length} of ${attacks.length}, recognised as such: ${attacks.filter(({ injected }) => injected).length}.`,
  );
}

/** Nearest-rank percentile. */
function rank(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function benchSpeed(texts: readonly string[], knowledge: Knowledge, report: Report): void {
  const first: number[] = [];
  const rounds = 5;
  for (let round = 0; round <= rounds; round++) {
    for (const text of texts) {
      const begin = performance.now();
      askFaq(knowledge, text);
      // The first round warms up; the tables for pinyin are made in it.
      if (round > 0) first.push(performance.now() - begin);
    }
  }
  const sorted = first.toSorted((a, b) => a - b);
  report.table(
    'FAQ: milliseconds a question',
    ['', 'p50', 'p95', 'p99', 'most'],
    [
      [
        `${texts.length} questions, ${rounds} times`,
        rank(sorted, 0.5),
        rank(sorted, 0.95),
        rank(sorted, 0.99),
        sorted.at(-1) ?? 0,
      ].map((cell) => (typeof cell === 'number' ? short(cell) : cell)),
    ],
  );
}

/** Everything about the knowledge of the shipped call. @param root folder of the project with its final slash */
export function benchFaq(root: string, report: Report): void {
  const folder = `${root}flows/fintech-events-2025`;
  const call = loadCall(folder);
  collectGarbage();
  const before = process.memoryUsage();
  const start = performance.now();
  const faq = loadFaq(folder, call);
  const loaded = performance.now();
  const knowledge = openKnowledge(faq, call);
  const opened = performance.now();
  askFaq(knowledge, '什么时候截止');
  askFaq(knowledge, 'shenme shihou jiezhi');
  const asked = performance.now();
  collectGarbage();
  const after = process.memoryUsage();
  const mega = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
  report.table(
    'FAQ: what the knowledge costs',
    ['', 'value'],
    [
      ['entries, questions', `${faq.entries.length}, ${faq.variants.length}`],
      ['reading the files', `${short(loaded - start)} ms`],
      ['building the index', `${short(opened - loaded)} ms`],
      ['first two questions (pinyin tables)', `${short(asked - opened)} ms`],
      ['heap added', mega(after.heapUsed - before.heapUsed)],
      ['resident memory added', mega(after.rss - before.rss)],
    ],
  );
  const path = `${root}test/knowledge/evaluation/questions.jsonl`;
  const questions = existsSync(path) ? readQuestions(path) : [];
  if (questions.length > 0) benchQuestions(questions, knowledge, report);
  const texts = questions.length > 0 ? questions.map(({ text }) => text) : faq.variants.map(({ text }) => text);
  benchSpeed(texts, knowledge, report);
  const all = trials(faq, call);
  if (all.length === 0) return;
  const calibration = calibrated(all, 0.04);
  report.table(
    'FAQ: each voice asked of an index without it (%)',
    HEADS,
    ['all', ...faq.voices].map((voice) => {
      const own = all.filter(({ variant }) => voice === 'all' || variant.voice === voice);
      const { questions: count, ...shares } = figuresOf(own, calibration);
      return [voice, String(count), ...Object.values(shares).map((one) => (one * 100).toFixed(1))];
    }),
    `By entry or its first clause; chances by weights of the other voices. Thresholds: answer ${calibration.answer}, handover ${calibration.handover}, floor ${calibration.floor}.`,
  );
}
