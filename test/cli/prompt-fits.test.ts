/** Whether every question of the shipped call fits every channel, and what is said of one that does not. */
import { expect, it } from 'vitest';
import { fitsEverywhere } from '../../src/cli/prompt-fits.ts';
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
