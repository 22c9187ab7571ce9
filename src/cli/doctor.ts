/** Tells an operator whether this machine, the call and the stored records are in order. Only reports. */
import { parseArgs } from 'node:util';
import { checkup } from './checkup.ts';
import { EXIT } from './command.ts';
import type { Finding } from './finding.ts';

const MARKS: Readonly<Record<Finding['state'], string>> = { ok: '✓', note: '!', fault: '✗' };

/** `doctor [--json]`: exit code 1 when there is a fault; notes are none. */
export async function doctor(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  const found = await checkup();
  const faulty = found.some((one) => one.state === 'fault');
  process.stdout.write(
    values.json === true ? `${JSON.stringify({ ok: !faulty, checks: found }, null, 2)}\n` : found.map(inWords).join(''),
  );
  return faulty ? EXIT.failed : EXIT.ok;
}

function inWords({ name, state, zh, en }: Finding): string {
  const indent = `\n${' '.repeat(13)}`;
  const text = zh === en ? zh : `${zh}\n${en}`;
  return `${MARKS[state]} ${name.padEnd(10)} ${text.replaceAll('\n', indent)}\n`;
}
