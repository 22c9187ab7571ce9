/** An organizer looks at a question as every platform shows it, before any applicant does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { edited } from '../flow/small-call.ts';
import { copyProgram } from './copied.ts';
import type { Place } from './program.ts';
import { openPlace, startProgram } from './program.ts';

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.remove());

function plant(name: string, from: string, to: string): void {
  for (const { path, text } of edited(name, from, to)) writeFileSync(join(place.path, path), text);
}

it('a question is shown on every channel there is, by the number of its list or its id', async () => {
  const { code, out } = await place.run(['preview', '1', 'targets']);
  expect(code).toBe(0);
  for (const channel of ['feishu', 'telegram', 'terminal', 'wechat']) expect(out).toContain(`── ${channel} `);
  expect(out.match(/服务谁？/gu)?.length).toBeGreaterThanOrEqual(4);
  expect(out).not.toContain('cannot be loaded');
  expect(await place.run(['preview', 'l1', 'targets'])).toMatchObject({ code: 0, out });
});

it('buttons are seen where there are some, numbers where there are none, in English if so asked', async () => {
  const telegram = await place.run(['preview', 'L1', 'targets', '--channel', 'telegram', '--lang', 'en']);
  expect(telegram.out).toContain('Whom do you serve?');
  expect(telegram.out).toMatch(/\[ .*Technology companies \]/u);
  expect(telegram.out).not.toContain('── wechat');
  const wechat = await place.run(['preview', 'L1', 'targets', '--channel', 'wechat', '--lang', 'en']);
  expect(wechat.out).toContain('1. Technology companies');
  expect(wechat.out).not.toContain('[ ');
});

const SUGGESTION = "{ clause: '1.2', say: { zh: 上线时间, en: Launch } }";
const LONG = Array.from({ length: 6 }, () => SUGGESTION.replace('上线时间', '长'.repeat(1900)));

describe('a question that fills more messages than a platform takes', () => {
  beforeEach(() => plant('lists/one.yaml', SUGGESTION, LONG.join('\n      - ')));

  it('is named by preview, for that platform alone', async () => {
    const wechat = await place.run(['preview', 'L1', 'milestones', '--channel', 'wechat']);
    expect(wechat).toMatchObject({ code: 1, err: '' });
    expect(wechat.out).toContain('✗ 放不下 / does not fit: ');
    expect((await place.run(['preview', 'L1', 'milestones', '--channel', 'terminal'])).code).toBe(0);
  });

  it('is a fault that check finds, with list, step and what to shorten', async () => {
    const { code, out } = await place.run(['check']);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^flows\/small: L1 milestones: wechat \(zh-CN\): .*shorten it \(longest: hint, \d+ characters\)$/mu,
    );
  });
});

it('check says on which channels it looked at how many questions', async () => {
  const { code, out } = await place.run(['check']);
  expect(code).toBe(0);
  expect(out).toContain('questions and other replies seen on feishu, telegram, terminal, wechat');
});

it('an adapter that is none is a fault of check and of preview, with its file and the reason', async () => {
  const copied = copyProgram([], { halfway: "export default { name: 'halfway' };" });
  onTestFinished(() => copied.remove());
  for (const args of [['check'], ['preview', 'L1', 'targets']]) {
    const { code, out } = await startProgram(place.path, args, {}, copied.guard).feed('');
    expect(code).toBe(1);
    expect(out).toMatch(/adapters\/halfway\.ts: .*it lacks env, show, open$/mu);
  }
});

it('a label of 300 characters is a fault at its line', async () => {
  plant('lists/one.yaml', 'zh: 科技企业, en', `zh: ${'长'.repeat(300)}, en`);
  const { code, out } = await place.run(['check']);
  expect(code).toBe(1);
  expect(out).toMatch(/lists\/one\.yaml:\d+:\d+ the label has 300 characters, at most 60/u);
});

const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
  [['preview'], 'Write: preview LIST STEP'],
  [['preview', 'L1'], 'Write: preview LIST STEP'],
  [['preview', 'L1', 'targets', 'depth'], 'Write: preview LIST STEP'],
  [['preview', '7', 'targets'], 'There is no list “7”; known: L1, L2'],
  [['preview', 'L1', 'tragets'], 'L1 has no step “tragets”; did you mean "targets"?'],
  [['preview', 'L1', 'targets', '--channel', 'telegrm'], 'did you mean "telegram"?'],
  [['preview', 'L1', 'targets', '--lang', 'fr'], 'The call is not written in “fr”; known: zh-CN, en'],
];
it.each(wrong)('%j ends with 2 and says what to write', async (args, says) => {
  const ended = await place.run(args);
  expect(ended.code).toBe(2);
  expect(ended.err).toContain(says);
  expect(ended.out).toBe('');
});
