/** Checks the files of a call: every fault with its place. Changes nothing. */
import { parseArgs } from 'node:util';
import type { Call } from '../flow/call.ts';
import { FlowFault, faultLine } from '../flow/fault.ts';
import { loadCall, loadCalls } from '../flow/load.ts';
import { EXIT } from './command.ts';
import { callFolder, isCallFolder, settings } from './setup.ts';

/** `check [FOLDER]`: a call's folder, or a folder of calls; the configured call when none is named. */
export async function check(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const folders = positionals.length > 0 ? positionals : [callFolder(settings())];
  let faulty = false;
  for (const folder of folders) {
    try {
      for (const call of isCallFolder(folder) ? [loadCall(folder)] : loadCalls(folder)) {
        process.stdout.write(`${summary(folder, call)}\n`);
      }
    } catch (error) {
      if (!(error instanceof FlowFault)) throw error;
      faulty = true;
      process.stdout.write(`${error.faults.map(faultLine).join('\n')}\n`);
      process.stderr.write(`${error.faults.length} 处错误 / faults\n`);
    }
  }
  return faulty ? EXIT.failed : EXIT.ok;
}

function summary(folder: string, call: Call): string {
  const { lists, steps, clauses } = call;
  return `${folder}: ok, ${call.id}, ${lists.length} lists, ${steps.length} steps, ${clauses.size} clauses, ${call.hash.slice(0, 12)}`;
}
