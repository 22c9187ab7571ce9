/** Slips in what a list looks for are reported at their place when the call is loaded. */
import { describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import { FlowFault, faultLine } from '../../src/flow/fault.ts';
import { SMALL_CALL } from './small-call.ts';

const FIT = `
fit:
  words: { tech: [科技企业, 专精特新] }
  looks_for:
    - clause: '1.1'
      weight: 2
      say: { zh: 服务科技企业, en: It serves technology companies }
      words: [$tech, { order: [[给, 为], $tech], within: 6 }]
  examples: [给科技企业放贷]
  conditions:
    - id: target
      clause: '1.1'
      step: targets
      met: [{ said: $tech, means: [MEANS] }]
      failed: [{ denied: $tech, yields: true }]
      ask: { zh: 服务科技企业吗？, en: Does it serve technology companies? }
`;
const file = SMALL_CALL.find((one) => one.path.endsWith('lists/one.yaml'));
const option = /id: targets[\s\S]*?\{ id: ([a-z_]+)/.exec(file?.text ?? '')?.[1] ?? '';

/** The small call with a fit in its first list, edited. */
function compiled(from = '', to = '') {
  const fit = FIT.replace('MEANS', option);
  if (!fit.includes(from)) throw new Error(`the fit does not contain "${from}"`);
  const files = SMALL_CALL.map((one) => (one === file ? { ...one, text: one.text + fit.replace(from, to) } : one));
  return compileCall(files);
}

function faultsOf(from: string, to: string): string {
  try {
    compiled(from, to);
    return '';
  } catch (error) {
    if (error instanceof FlowFault) return error.faults.map(faultLine).join('\n');
    throw error;
  }
}

describe('What a list looks for', () => {
  it('is compiled with its groups written out', () => {
    const fit = compiled().lists[0]?.fit;
    expect(fit?.looksFor[0]?.patterns[0]).toMatchObject({ kind: 'said', words: ['科技企业', '专精特新'] });
    expect(fit?.looksFor[0]?.patterns[1]).toMatchObject({
      kind: 'order',
      parts: [
        ['给', '为'],
        ['科技企业', '专精特新'],
      ],
    });
    expect(fit?.conditions[0]?.failed[0]).toMatchObject({ kind: 'denied', yields: true });
  });

  it.each([
    ['an unknown clause', "clause: '1.1'\n      weight", "clause: '1.9'\n      weight", 'unknown clause "1.9"'],
    ['a clause of another list', "clause: '1.1'\n      weight", "clause: '2.1'\n      weight", 'is none of list'],
    ['an unknown step', 'step: targets', 'step: tragets', 'is no quick step'],
    ['an unknown option', `means: [${option}]`, 'means: [nobody]', 'is no option of the condition'],
    ['an unknown group', 'met: [{ said: $tech', 'met: [{ said: $teck', 'no words are named "teck"'],
    ['words nobody uses', 'words: { tech:', 'words: { idle: [闲], tech:', '"idle" are used nowhere'],
    ['a word counted twice', 'words: [$tech, {', 'words: [$tech, 芯片, 芯片, {', '"芯片" is counted twice'],
    [
      'an example given twice',
      'examples: [给科技企业放贷]',
      'examples: [给科技企业放贷, 给科技企业放贷]',
      'is given twice',
    ],
    ['a pattern of no known kind', '{ denied: $tech, yields: true }', '{ regex: "(a+)+" }', 'unknown key "regex"'],
  ])('with %s is faulted', (_what, from, to, says) => {
    const faults = faultsOf(from, to);
    expect(faults).toContain('lists/one.yaml:');
    expect(faults).toContain(says);
  });
});
