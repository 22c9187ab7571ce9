/** The terminal conversation with lines piped in: it answers, fits in 80 columns, and goes on where it stopped. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { widthOf } from '../../adapters/terminal/width.ts';
import type { Place } from './program.ts';
import { openPlace } from './program.ts';

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.remove());

it('a newcomer who pipes a greeting into start is welcomed and asked', async () => {
  const { code, out, err } = await place.run(['start'], '你好\n', { LOG_LEVEL: 'warn' });
  expect(code).toBe(0);
  expect(err).toMatch(/^申报助手 [^\n]*http:[^\n]*\n$/);
  expect(out).toMatch(/^\n你好，我是申报助手/);
  expect(out.trimEnd()).toMatch(/1\. 同意\n2\. 先看说明\n3\. 不同意$/);
});

it('answers go to the questions in the order of the lines, the last without a line break', async () => {
  const { out } = await place.run(['chat'], '1\n2\n1,2\n上一步');
  const places = ['同意吗？', '申报哪个榜单？', '哪些在上海？', '牵头单位在上海吗？'].map((ask) => out.indexOf(ask));
  expect(places.every((at, i) => at > (places[i - 1] ?? -1))).toBe(true);
  expect(out.lastIndexOf('哪些在上海？')).toBeGreaterThan(places[3] ?? 0);
});

it('the next start shows the open question at once, and another person begins anew', async () => {
  await place.run(['chat'], '1\n2\n');
  const again = await place.run(['chat']);
  expect(again.out).toMatch(/^\n接着上次的地方：\n\n第 1 题/);
  expect((await place.run(['chat', '--user', 'other'])).out).toContain('同意吗？');
});

it('nothing that is no terminal gets colours, and no line is wider than 80 columns', async () => {
  const { out } = await place.run(['chat'], '1\n2\n1\n1\n预览\n帮助\nEnglish\n预览\n', { FORCE_COLOR: '1' });
  expect(out).not.toContain('\u001B');
  const widths = out.split('\n').map(widthOf);
  expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  expect(Math.max(...widths)).toBeGreaterThan(70);
});
