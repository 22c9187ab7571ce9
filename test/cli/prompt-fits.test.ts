/** Whether every question of the shipped call fits every channel, and what is said of one that does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fitsEverywhere } from '../../src/cli/prompt-fits.ts';
import { looks } from '../../src/cli/prompts.ts';
import type { List } from '../../src/flow/list.ts';
import { call } from '../engine/whole-applications.ts';

it('every question of the shipped call fits every channel, in both languages', async () => {
  const { shown, channels, misfits } = await fitsEverywhere(call);
  expect(channels).toEqual(['feishu', 'telegram', 'terminal', 'wechat']);
  expect(shown).toBeGreaterThan(200);
  expect(misfits).toEqual([]);
});

it('a step whose id no button can carry is named once a language, with what to shorten', async () => {
  const [first] = call.lists;
  const step = first?.route.find((one) => one.type === 'multi');
  if (first === undefined || step === undefined) throw new Error('the shipped call has a list with a multiple choice');
  const list: List = { ...first, route: [{ ...step, id: 'x'.repeat(80) }] };
  const { misfits } = await fitsEverywhere({ ...call, lists: [list, list] });
  expect(misfits.map(({ list: at, channel, locale }) => [at, channel, locale])).toEqual([
    ['L1', 'telegram', 'zh-CN'],
    ['L1', 'telegram', 'en'],
  ]);
  expect(misfits[0]?.what).toMatch(/choices get no buttons; shorten the ids of the step and its options/u);
});

it('a channel whose buttons take three characters is named for each step with a longer label', async () => {
  const { misfits, channels } = await fitsEverywhere(call, [
    {
      name: 'narrow',
      why: '',
      show: ({ body, prompt }) => {
        const labels = prompt?.options.map(({ label }) => label) ?? [];
        const long = labels.filter((label) => label.length > 3);
        return { parts: [body], buttons: [labels], misfits: long.map((label) => `the label “${label}” is too long`) };
      },
    },
  ]);
  expect(channels).toEqual(['narrow']);
  const first = call.lists[0]?.route.find((step) => step.type === 'multi');
  expect(misfits.filter(({ step }) => step === first?.id).map(({ locale }) => locale)).toContain('en');
  expect(misfits.every(({ what }) => what.includes('too long; shorten it (longest: '))).toBe(true);
});

/** A folder of adapters with these files. */
function adapters(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'adapters-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
  return folder;
}

it('an adapter that throws when it is loaded, or is none, is told with the reason, beside one that is whole', async () => {
  const folder = adapters({
    'bare.ts': "export default { name: 'bare', open: async () => {} };",
    'empty.ts': 'export const nothing = 1;',
    'throwing.ts': "throw new Error('no such place\\nat line 3');",
    'whole.ts':
      "export default { name: 'whole', env: {}, show: () => ({ parts: [], buttons: [], misfits: [] }), open() {} };",
  });
  const all = await looks(folder);
  expect(all.map(({ name, why }) => [name, why])).toEqual([
    ['bare', expect.stringContaining('it lacks env, show')],
    ['empty', expect.stringContaining('it lacks name, env, show, open')],
    ['throwing', 'no such place'],
    ['whole', ''],
  ]);
  expect((await fitsEverywhere(call, all)).channels).toEqual(['whole']);
});
