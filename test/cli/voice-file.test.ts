/** A question is added to a voice file without touching anything else in it. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ORGANIZER_VOICE, withQuestion } from '../../src/cli/voice-file.ts';

const FILE = `# 一位柜员 (first line)
voice: clerk
questions:
  place: [外地能报吗, "在上海吗"] # 常问
  serve:
    # 银行自己的
    - 服务谁   # 行长问的
    - '要''引号'''
    # 下面没有了

  fee:
  - 收费吗
# 完
`;

function questionsOf(text: string): unknown {
  return (parse(text) as { questions: unknown }).questions;
}

describe('A question is added', () => {
  const before = questionsOf(FILE) as Record<string, string[]>;

  it.each([
    ['to a list in one line', 'place'],
    ['to a list of lines with comments', 'serve'],
    ['to a list that is not indented', 'fee'],
    ['to an entry that had none', 'deadline'],
  ])('%s', (_, entry) => {
    const question = '几号: "截止"？ # 不是注释 \\';
    const text = withQuestion(FILE, entry, question);
    expect(questionsOf(text)).toEqual({ ...before, [entry]: [...(before[entry] ?? []), question] });
    const kept = text.split('\n');
    for (const line of FILE.split('\n').filter((one) => !one.includes('place:'))) expect(kept).toContain(line);
    expect(text).toContain('# 常问');
  });

  it('to the file an organizer begins with, again and again', () => {
    const texts = ['一', '二', '三'].reduce((text, one) => withQuestion(text, 'fee', one), ORGANIZER_VOICE);
    expect(questionsOf(withQuestion(texts, 'place', '四'))).toEqual({ fee: ['一', '二', '三'], place: ['四'] });
    expect(texts).toContain('# 组委会补充的问法');
  });

  it('to an empty list, and to a file without a last line end', () => {
    expect(questionsOf(withQuestion('voice: a\nquestions:\n  fee: []', 'fee', '甲'))).toEqual({ fee: ['甲'] });
    expect(questionsOf(withQuestion('voice: a\nquestions:\n  fee:\n    - 乙', 'fee', '甲'))).toEqual({
      fee: ['乙', '甲'],
    });
  });
});
