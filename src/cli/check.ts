/**
 * Checks the files of a call: every fault with its place, then every path walked to its end, and every message of it
 * looked at on every channel. Changes nothing.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { WalkFault } from '../engine/walk.ts';
import type { Call } from '../flow/call.ts';
import type { Fault } from '../flow/fault.ts';
import { FlowFault, faultLine } from '../flow/fault.ts';
import { loadCall, loadCalls, loadFaq, rulesFaults } from '../flow/load.ts';
import { EXIT } from './command.ts';
import { openInsight } from './insight.ts';
import type { Misfit } from './prompt-fits.ts';
import { openFitter, seeQuestions } from './prompt-fits.ts';
import { looks } from './prompts.ts';
import { walkSeen } from './reply-fits.ts';
import { callFolder, isCallFolder, settings } from './setup.ts';

/** The walk takes the middle of this month of the call's year for now: late enough for dates of that year to be past. */
const WALK_MONTH = 11;

/** `check [FOLDER]`: a call's folder, or a folder of calls; the configured call when none is named. */
export async function check(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const folders = positionals.length > 0 ? positionals : [callFolder(settings())];
  const all = await looks();
  const broken = all.filter(({ show }) => show === undefined);
  for (const { name, why } of broken) process.stdout.write(`adapters/${name}.ts: 读不了 / cannot be loaded: ${why}\n`);
  if (broken.length > 0) process.stderr.write(`${broken.length} 处错误 / faults\n`);
  let faulty = broken.length > 0;
  for (const folder of folders) {
    try {
      if (!isCallFolder(folder)) loadCalls(folder);
      for (const one of callFoldersIn(folder)) {
        const call = loadCall(one);
        const faults = rulesFaults(one, call);
        if (faults.length > 0) faulty = tell(faults);
        const faq = loadFaq(one, call, Date.now());
        process.stdout.write(
          `${summary(one, call)}, ${faq.entries.length} FAQ entries, ${faq.variants.length} questions\n`,
        );
        const fitter = openFitter(all);
        seeQuestions(call, fitter);
        const questions = fitter.fitting().shown;
        const walked = walkSeen(call, Date.UTC(call.year, WALK_MONTH - 1, 15), openInsight(one, call), fitter);
        const paths = Object.entries(walked.paths).map(([list, count]) => `${list} ${count}`);
        const total = Object.values(walked.paths).reduce((sum, count) => sum + count, 0);
        process.stdout.write(
          `${folder}: 走完 ${total} 条路径 / paths walked（${paths.join('，')}）：${walked.turns} 轮 / turns，${walked.submissions} 份申报 / submissions，${walked.refusals} 次引用原文的“暂不符合” / refusals with their clause\n`,
        );
        if (walked.faults.length > 0) {
          faulty = true;
          process.stdout.write(`${walked.faults.map((fault) => walkLine(folder, fault)).join('\n')}\n`);
          process.stderr.write(`${walked.faults.length} 处错误 / faults\n`);
        }
        const fitting = fitter.fitting();
        const replies = fitting.shown - questions;
        process.stdout.write(
          `${folder}: ${questions} 个问题和 ${replies} 条其他回话在 ${fitting.channels.length} 个渠道上看过 / questions and other replies seen on ${fitting.channels.join(', ')}\n`,
        );
        if (fitting.misfits.length > 0) {
          faulty = true;
          process.stdout.write(`${fitting.misfits.map((misfit) => misfitLine(folder, misfit)).join('\n')}\n`);
          process.stderr.write(`${fitting.misfits.length} 处错误 / faults\n`);
        }
      }
    } catch (error) {
      if (!(error instanceof FlowFault)) throw error;
      faulty = tell(error.faults);
    }
  }
  return faulty ? EXIT.failed : EXIT.ok;
}

/** One fault a line, then how many. */
function tell(faults: readonly Fault[]): true {
  process.stdout.write(`${faults.map(faultLine).join('\n')}\n`);
  process.stderr.write(`${faults.length} 处错误 / faults\n`);
  return true;
}

function callFoldersIn(folder: string): string[] {
  if (isCallFolder(folder)) return [folder];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter(isCallFolder);
}

function summary(folder: string, call: Call): string {
  const { lists, steps, clauses } = call;
  return `${folder}: ok, ${call.id}, ${lists.length} lists, ${steps.length} steps, ${clauses.size} clauses, ${call.hash.slice(0, 12)}`;
}

function walkLine(folder: string, fault: WalkFault): string {
  return `${folder}: ${fault.list}${fault.step === undefined ? '' : ` ${fault.step}`}: ${fault.message}`;
}

function misfitLine(folder: string, { list, step, locale, channel, what }: Misfit): string {
  return `${folder}: ${list} ${step}: ${channel} (${locale}): ${what}`;
}
