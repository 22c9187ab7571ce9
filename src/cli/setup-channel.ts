/** Tells step by step how a platform is set up for the assistant. Only words: asks nothing, changes nothing. */
import { parseArgs } from 'node:util';
import { didYouMean } from '../flow/nearest.ts';
import { EXIT, UsageFault } from './command.ts';
import { STEPS } from './setup-steps.ts';

/** `setup telegram|feishu|wechat`: the steps, Chinese first. */
export async function setupChannel(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const [name, ...rest] = positionals;
  const names = Object.keys(STEPS);
  if (name === undefined || rest.length > 0)
    throw new UsageFault(`写法：setup ${names.join('|')}。/ Write: setup ${names.join('|')}.`);
  const steps = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (steps === undefined)
    throw new UsageFault(`没有渠道“${name}”。/ There is no channel “${name}”; ${didYouMean(name, names) ?? ''}`);
  const numbered = (lines: readonly string[]): string => lines.map((line, i) => `${i + 1}. ${line}\n`).join('');
  process.stdout.write(`${numbered(steps.zh)}\n${numbered(steps.en)}`);
  return EXIT.ok;
}
