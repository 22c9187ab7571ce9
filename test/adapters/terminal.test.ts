/** What a person at a terminal sees and how their lines become messages, over real streams. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { paint } from '../../adapters/terminal/paint.ts';
import { widthOf } from '../../adapters/terminal/width.ts';
import { wrap } from '../../adapters/terminal/wrap.ts';
import { terminalFor } from '../../adapters/terminal.ts';
import type { Inbound, Outbound } from '../../src/message.ts';

const question: Outbound = {
  id: 'x:1:0',
  re: 'm1',
  to: { channel: 'terminal', user: 'me', chat: 'private' },
  kind: 'question',
  body: '第 3 题，约剩 9 题\n哪些在上海？',
  foot: '可多选。',
  prompt: {
    id: 'd1.place.3',
    step: 'place',
    type: 'multi',
    multiple: true,
    options: [
      { n: 1, id: 'a', label: '核心场景、主要落地应用与价值实现都在上海市行政区域内' },
      { n: 2, id: 'b', label: '都不在' },
    ],
  },
};

describe('text is wrapped', () => {
  const texts = [
    '细则第三条（3.1.1）：“核心创新场景、主要落地应用、价值实现须发生在上海市行政区域内”，请逐项说明。',
    'A long English sentence, with commas and (brackets), that does not fit in one line at all.',
    '混排 mixed 文本：API 调用 12,000 次/日，成功率 99.95%；详见 https://example.com/a/very/long/address/that/never/ends',
    '连续标点！！！？？？……——“”‘’《》【】'.repeat(3),
    '👨‍👩‍👧‍👦家庭e\u0301组合𠮷野家'.repeat(4),
  ];

  it.each(texts)('into the width, losing nothing but the spaces it breaks at: %s', (text) => {
    for (const width of [12, 20, 37, 80]) {
      const lines = wrap(text, width, 3);
      expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
      const bare = (shown: string) => shown.replaceAll(/\s/gu, '');
      expect(bare(lines.join(''))).toBe(bare(text));
    }
  });

  it('never before closing punctuation nor after an opening bracket', () => {
    for (let width = 14; width < 40; width++) {
      const lines = wrap(texts[0] ?? '', width);
      expect(lines.filter((line) => /^[，。、；：！？”’）】》]/u.test(line))).toEqual([]);
      expect(lines.filter((line) => /[“‘（【《]$/u.test(line))).toEqual([]);
    }
  });

  it('with full-width characters counted as two', () => {
    expect(wrap('一二三四五六七八', 10)).toEqual(['一二三四五', '六七八']);
    expect(['a', '中', '，', 'é', 'e\u0301', '👨‍👩‍👧‍👦', '\u200B'].map(widthOf)).toEqual([1, 2, 2, 1, 1, 2, 0]);
  });
});

describe('a message', () => {
  it('shows the numbered choices with a hanging indent', () => {
    expect(paint(question, { width: 30, colour: false })).toBe(
      '第 3 题，约剩 9 题\n哪些在上海？\n1. 核心场景、主要落地应用与价\n   值实现都在上海市行政区域内\n2. 都不在\n可多选。',
    );
  });

  it('is coloured by what it is', () => {
    expect(paint(question, { width: 80, colour: true })).toBe(
      '\u001B[2m第 3 题，约剩 9 题\u001B[22m\n\u001B[1m哪些在上海？\u001B[22m\n1. 核心场景、主要落地应用与价值实现都在上海市行政区域内\n2. 都不在\n\u001B[2m可多选。\u001B[22m',
    );
    const { prompt: _, foot: __, ...plain } = { ...question, body: '好' };
    const shown = (['receipt', 'finding', 'rejection', 'notice'] as const).map((kind) =>
      paint({ ...plain, kind }, { width: 80, colour: true }),
    );
    expect(shown).toEqual(['\u001B[32m好\u001B[39m', '\u001B[33m好\u001B[39m', '\u001B[31m好\u001B[39m', '好']);
  });

  it('cannot steer the terminal', () => {
    const evil = { ...question, body: '标题\u001B]0;x\u0007\u001B[2J\r盖住\u0008' };
    expect(paint(evil, { width: 80, colour: false })).toMatch(/^标题\]0;x\[2J盖住\n/u);
  });
});

/** A conversation over streams; `said` is what was taken. */
function openTerminal(terminal: boolean, taken: 'ok' | 'error' = 'ok') {
  const flags = { isTTY: terminal, columns: 80, setRawMode: () => undefined };
  const input = Object.assign(new PassThrough(), flags);
  const output = Object.assign(new PassThrough(), flags);
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const said: Inbound[] = [];
  let left = false;
  const adapter = terminalFor({
    user: 'me',
    input,
    output,
    now: () => 7,
    newId: () => 'start',
    keep: async (path) => {
      if (path.includes('nowhere')) throw new Error('ENOENT');
      return { kind: 'unsupported', what: path };
    },
    onLeave: () => {
      left = true;
    },
  });
  const channel = adapter.open(
    {},
    {
      take: async (inbound) => {
        said.push(inbound);
        return taken;
      },
    },
  );
  const settled = () => new Promise((resolve) => setTimeout(resolve, 30));
  return { input, channel, said, settled, shown: () => shown, left: () => left };
}

const words = (said: readonly Inbound[]) =>
  said.map(({ content }) => (content.kind === 'text' ? content.text : content.kind));

describe('lines', () => {
  it('piped in are messages one by one after the first words, and the end of input ends it without a goodbye', async () => {
    const { input, said, settled, shown, left } = openTerminal(false);
    input.end('1\n第二行');
    await settled();
    expect(words(said)).toEqual(['继续', '1', '第二行']);
    expect(new Set(said.map((one) => one.id)).size).toBe(3);
    expect(said[1]).toMatchObject({ channel: 'terminal', user: 'me', chat: 'private', addressed: true, at: 7 });
    expect(left()).toBe(true);
    expect(shown()).toBe('');
  });

  it('pasted at once are one message', async () => {
    const { input, said, settled } = openTerminal(true);
    input.write('\u001B[200~项目一\t5\r项目二\t6\u001B[201~');
    await settled();
    expect(words(said)).toEqual(['继续']);
    input.write('\r');
    await settled();
    expect(words(said)[1]?.split('\n')).toHaveLength(2);
    input.write('下一条\r');
    await settled();
    expect(words(said)[2]).toBe('下一条');
  });

  it('that are empty are asked again at a terminal', async () => {
    const { input, said, settled } = openTerminal(true);
    input.write('\r\r');
    await settled();
    expect(words(said)).toEqual(['继续']);
  });

  it('that name a file send it; one that cannot be read is told and the conversation goes on', async () => {
    const { input, said, settled, shown } = openTerminal(false);
    input.write('/file "/home/me/my plan.pdf"\n/file nowhere.pdf\n/file a\\ b.pdf\n好\n');
    await settled();
    expect(words(said)).toEqual(['继续', 'unsupported', 'unsupported', '好']);
    expect(said[1]?.content).toEqual({ kind: 'unsupported', what: '/home/me/my plan.pdf' });
    expect(said[2]?.content).toEqual({ kind: 'unsupported', what: 'a b.pdf' });
    expect(shown()).toContain('This file cannot be read: ENOENT');
  });

  it('that could not be stored are told so', async () => {
    const { input, settled, shown } = openTerminal(false, 'error');
    input.end();
    await settled();
    expect(shown()).toContain('请再发一次');
  });
});

describe('leaving', () => {
  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
    ['/quit', '/quit\r'],
  ])('by %s says that everything is stored', async (_, key) => {
    const { input, said, settled, shown, left } = openTerminal(true);
    await settled();
    input.write(key);
    await settled();
    expect(left()).toBe(true);
    expect(shown()).toContain('已存好，下次接着填');
    expect(shown().endsWith('\u001B[?2004l')).toBe(true);
    expect(words(said)).toEqual(['继续']);
  });
});
