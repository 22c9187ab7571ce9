/** Every kind of slip an organizer can make in flow files, planted one by one (`slips.yaml`), is named with its place. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { compileCall } from '../../src/flow/compile.ts';
import { FlowFault, faultLine } from '../../src/flow/fault.ts';
import type { SourceFile } from '../../src/flow/source.ts';
import { edited, SMALL_CALL } from './small-call.ts';

const slipSchema = z.strictObject({
  what: z.string(),
  file: z.string(),
  from: z.string(),
  to: z.string(),
  at: z.string(),
  says: z.string(),
  hint: z.string().default(''),
});
const SLIPS = z.array(slipSchema).parse(parse(readFileSync(new URL('slips.yaml', import.meta.url), 'utf8')));

function faultLines(files: readonly SourceFile[]): string[] {
  try {
    compileCall(files);
    return [];
  } catch (error) {
    if (error instanceof FlowFault) return error.faults.map(faultLine);
    throw error;
  }
}

/** line:column of the first occurrence of `needle`. */
function placeOf(text: string, needle: string): string {
  const at = text.indexOf(needle);
  if (at < 0) throw new Error(`the edited file does not contain "${needle}"`);
  const before = text.slice(0, at).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe('A slip in a flow file', () => {
  it('is not found where there is none', () => {
    expect(faultLines(SMALL_CALL)).toEqual([]);
  });

  it.each(SLIPS)('is reported at its place: $what', ({ file, from, to, at, says, hint }) => {
    const files = edited(file, from, to);
    const text = files.find((one) => one.path.endsWith(`/${file}`))?.text ?? '';
    const start = `flows/small/${file}:${placeOf(text, at)} `;
    const lines = faultLines(files);
    const found = lines.find((line) => line.startsWith(start) && line.includes(says));
    expect(found, `${start}…${says}\n${lines.join('\n')}`).toBeDefined();
    expect(found).toContain(hint);
  });

  it('hides no other: all faults of all files come together, in the order of the files', () => {
    let files = edited('call.yaml', 'value: flag,', 'value: flga,');
    files = edited('lists/one.yaml', 'hint: { zh: 至少一条', 'hnit: { zh: 至少一条', files);
    files = edited('lists/one.yaml', 'depth == "partial"', 'depth == "partail"', files);
    files = edited('lists/two.yaml', 'quick: [place]', 'quick: [plase]', files);
    files = edited('lists/two.yaml', 'clause: 2.1.a }', 'clause: 2.1.b }', files);
    expect(faultLines(files).map((line) => line.replace(/:\d+:\d+ .*/u, ''))).toEqual([
      'flows/small/call.yaml',
      'flows/small/lists/one.yaml',
      'flows/small/lists/one.yaml',
      'flows/small/lists/two.yaml',
      'flows/small/lists/two.yaml',
    ]);
  });

  it('in the shape of one step is not repeated wherever the step is used', () => {
    const lines = faultLines(edited('lists/one.yaml', 'type: single', 'type: sngle'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('did you mean "single"?');
  });

  it('in a shared passage (&name, *name) is reported where the passage stands', () => {
    let files = edited('lists/one.yaml', 'title: { zh: 占比, en: Share }', 'title: &name { zh: 占比 }');
    files = edited('lists/one.yaml', 'ask: { zh: 占多少？, en: How much? }', 'ask: *name', files);
    const text = files.find((file) => file.path.endsWith('one.yaml'))?.text ?? '';
    const lines = faultLines(files).filter((line) => line.includes('English'));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain(`:${placeOf(text, '{ zh: 占比 }')} `);
  });
});
