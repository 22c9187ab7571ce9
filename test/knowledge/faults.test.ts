/** Slips in the knowledge of a call, planted one by one, are named with their place. */
import { describe, expect, it } from 'vitest';
import { FlowFault, faultLine } from '../../src/flow/fault.ts';
import type { SourceFile } from '../../src/flow/source.ts';
import { editedFaq, SMALL_FAQ, smallCall, smallFaq } from './small-faq.ts';

const SPRING = Date.parse('2026-04-01T00:00:00Z');

function faultsOf(files: readonly SourceFile[], now = SPRING): string[] {
  try {
    smallFaq(files, now);
    return [];
  } catch (error) {
    if (error instanceof FlowFault) return error.faults.map(faultLine);
    throw error;
  }
}

function placeOf(text: string, needle: string): string {
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe('A slip in the knowledge', () => {
  it('is not found where there is none', () => {
    expect(faultsOf(SMALL_FAQ)).toEqual([]);
  });

  const slips: readonly (readonly [what: string, file: string, from: string, to: string, at: string, says: string])[] =
    [
      ['an unknown clause', 'questions.yaml', "['1.1']", "['1.7']", "'1.7'", 'unknown clause "1.7"; did you mean'],
      ['an unknown list', 'questions.yaml', '[L2]', '[L3]', 'L3', 'unknown list "L3"'],
      ['an unknown fact', 'questions.yaml', 'fee_text', 'fees', 'fees', 'unknown value "fees"'],
      [
        'a fact nothing waits for',
        'questions.yaml',
        'handoff',
        'handoff\n    fact: name',
        'name',
        'only a pending entry',
      ],
      ['an unknown action', 'questions.yaml', 'handoff', 'hand', 'hand\n', 'unknown value "hand"'],
      [
        'an entry given twice',
        'questions.yaml',
        'id: fee',
        'id: deadline',
        'deadline\n    topic: { zh: 费用',
        'given twice',
      ],
      ['a missing translation', 'questions.yaml', ', en: Hello.', '', '{ zh: 你好。', 'English text is missing'],
      [
        'an unknown key',
        'questions.yaml',
        'valid_until',
        'valid_til',
        'valid_til',
        'unknown key "valid_til"; did you mean "valid_until"?',
      ],
      [
        'an unknown entry',
        'voices/clerk.yaml',
        '  fee: [',
        '  fees: [',
        '[要交钱吗',
        'unknown entry "fees"; did you mean "fee"?',
      ],
      [
        'the same question twice',
        'voices/engineer.yaml',
        'deadline 是哪天',
        '收费 多少？',
        '收费 多少？',
        'the entry "fee" is asked the same question',
      ],
      [
        'a question it is not',
        'voices/clerk.yaml',
        '项目不在上海行不行',
        '上海天气怎么样？',
        '',
        'a voice asks this for "place"',
      ],
      ['an empty question', 'voices/clerk.yaml', '在吗', "' '", "' '", 'an empty question'],
      [
        'a voice given twice',
        'voices/engineer.yaml',
        'voice: engineer',
        'voice: clerk',
        'clerk',
        'the voice "clerk" stands in',
      ],
      ['a form of two words', 'vocabulary.yaml', '小巨人]', '小巨人, DDL]', 'DDL]', '"DDL" already stands for "截止"'],
      ['a form of itself', 'vocabulary.yaml', '小巨人]', '科技企业]', '科技企业], kind: business', 'stands for itself'],
      ['an unknown kind of word', 'vocabulary.yaml', 'dialect', 'slang', 'slang', 'unknown value "slang"'],
      [
        'an unknown entry of a case',
        'regression.yaml',
        'entry: deadline',
        'entry: dedline',
        'dedline',
        'unknown entry "dedline"',
      ],
    ];

  it.each(slips)('is reported at its place: %s', (_, file, from, to, at, says) => {
    const files = editedFaq(file, from, to);
    const text = files.find((one) => one.path.endsWith(`/${file}`))?.text ?? '';
    const found = faultsOf(files).filter((line) => line.includes(says));
    expect(found, faultsOf(files).join('\n')).toHaveLength(1);
    if (at !== '')
      expect(found[0]).toContain(
        `flows/small/faq/${file}:${placeOf(text, at)} `.replace('faq/vocabulary', 'vocabulary'),
      );
  });

  it('is reported for a question nearly the same under two entries, when judged strictly', () => {
    const files = editedFaq(
      'voices/engineer.yaml',
      'deadline 是哪天',
      '请问一下榜单二这边外地的单位到底能不能报名参加今年的申报活动呢谢谢老师',
      editedFaq(
        'voices/clerk.yaml',
        '收费多少',
        '请问一下榜单二这边外地的单位到底能不能报名参加今年的申报活动呢谢谢老师了',
      ),
    );
    expect(faultsOf(files).join('\n')).toContain('nearly the same as');
    expect(() => smallFaq(files)).not.toThrow();
  });

  it('is reported for an entry with fewer than five questions, when judged strictly', () => {
    const files = editedFaq('voices/engineer.yaml', 'hello: [hi, hello there]', 'hello: [hi]');
    expect(faultsOf(files)).toEqual([
      `flows/small/faq/questions.yaml:${placeOf(files[0]?.text ?? '', 'hello\n')} the entry "hello" has 4 questions; give it 5 or more in faq/voices`,
    ]);
    expect(() => smallFaq(files)).not.toThrow();
  });

  it('is reported for an answer that has expired, on the day after its last', () => {
    expect(faultsOf(SMALL_FAQ, Date.parse('2026-06-30T23:59:59Z'))).toEqual([]);
    expect(faultsOf(SMALL_FAQ, Date.parse('2026-07-01T00:00:00Z')).join('\n')).toContain('"results" has expired');
  });

  it('is no fault where a call has no knowledge, or entries without voices', () => {
    expect(smallFaq([]).entries).toEqual([]);
    expect(faultsOf(SMALL_FAQ.slice(0, 1))).toEqual([]);
  });

  it('changes the hash of the knowledge, never that of the call', () => {
    const other = smallFaq(editedFaq('questions.yaml', '应有成效。', '要有成效。'));
    expect(other.hash).not.toBe(smallFaq().hash);
    expect(smallCall.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
