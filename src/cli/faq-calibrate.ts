/** Measures the knowledge on voices left out and writes the thresholds that follow into faq/calibration.yaml. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { loadFaq } from '../flow/load.ts';
import type { Figures } from '../knowledge/calibrate.ts';
import { calibrated, figuresOf } from '../knowledge/calibrate.ts';
import { trials, voicesApart } from '../knowledge/holdout.ts';
import { EXIT, OperatorFault, UsageFault } from './command.ts';
import { known } from './faq-knowledge.ts';
import { complain } from './machine.ts';
import { aligned } from './table.ts';

/** At most this share of all questions may be answered wrongly with confidence. */
const MOST_WRONG = 0.04;

const HEADER = `# 由 faq calibrate 写出，请勿手改：每种口吻的问法都拿去问没有它的索引，再选出答错最少、解决最多的门槛。
# Written by "faq calibrate", never by hand: each voice is asked of an index without it, and these are the thresholds that
# resolve most questions within the share of confident wrong answers allowed. Run it again when entries or voices change.
`;

/** `faq calibrate [--most-wrong 0.04] [--dry-run]`. */
export async function calibrate(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { 'most-wrong': { type: 'string' }, 'dry-run': { type: 'boolean' } } });
  const mostWrong = Number(values['most-wrong'] ?? MOST_WRONG);
  if (!(mostWrong >= 0 && mostWrong < 1))
    throw new UsageFault('--most-wrong 是 0 到 1 之间的数。/ --most-wrong is a number from 0 to 1.');
  const { call, folder, faq } = known();
  const all = trials(faq, call);
  if (all.length === 0)
    throw new OperatorFault('至少要有两种口吻的问法（faq/voices）。/ At least two voices are needed (faq/voices).');
  const calibration = calibrated(all, mostWrong);
  const apart = voicesApart(all);
  const rows = [...faq.voices, ''].map((voice) => {
    const own = voice === '' ? all : all.filter(({ variant }) => variant.voice === voice);
    return [
      voice === '' ? '全部 / all' : apart.has(voice) ? `${voice} *` : voice,
      ...cells(figuresOf(own, calibration)),
    ];
  });
  process.stdout.write(aligned([HEADS, ...rows]));
  if (apart.size > 0)
    process.stdout.write('* 只有它这样说话，不用来定门槛。/ Speaks as no other voice: not used for the thresholds.\n');
  const path = `${folder}/faq/calibration.yaml`;
  if (values['dry-run'] === true) return EXIT.ok;
  writeFileSync(path, HEADER + stringify(calibration));
  loadFaq(folder, call);
  complain(`${path}: answer ${calibration.answer}, handover ${calibration.handover}, floor ${calibration.floor}`);
  return EXIT.ok;
}

const HEADS = ['voice', 'questions', 'top1', 'top3', 'abstain R', 'abstain P', 'wrong', 'offered', 'resolved'];

function cells(figures: Figures): string[] {
  const { questions, ...shares } = figures;
  return [String(questions), ...Object.values(shares).map((one) => `${(one * 100).toFixed(1)}%`)];
}
