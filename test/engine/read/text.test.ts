/** How applicants write texts: lengths counted as the rules say, several bubbles, names, phones, e-mails, personal numbers. */
import { describe, expect, it } from 'vitest';
import { finished } from '../../../src/engine/read/finish.ts';
import { clean, countCharacters, excerpt, plain } from '../../../src/engine/read/normalise.ts';
import { caseTitle, choose, email, orgName, phone, say, summary, talk } from './steps.ts';

const words = (n: number): string => '字'.repeat(n);

describe('a text is cleaned, compared and counted', () => {
  it('loses control, zero-width and bidi characters and lone surrogates, and keeps lines and tabs', () => {
    expect(clean('a\u0000b\u200bc\u202ed\ud800e\ufeff\n\tf\r\ng')).toBe('abcde\n\tf\ng');
    expect(clean('e\u0301')).toBe('é');
    expect(clean('好😀，（1）①Ａ')).toBe('好😀，（1）①Ａ');
  });
  it('is compared without width, case and runs of spaces', () => {
    expect(plain('  ＡＢ  c　d ')).toBe('ab c d');
    expect(plain('银行  Bank')).toBe('银行 bank');
  });
  it('is counted in characters without white space', () => {
    expect(countCharacters('中a1 \n\t　，😀')).toBe(5);
  });
  it('is echoed on one short line', () => {
    expect(excerpt(`${words(30)}\n`)).toBe(`${words(20)}…`);
    expect(excerpt(' a\nb ')).toBe('a b');
  });
});

describe('an applicant naming the organisation', () => {
  it('gives its full name', () => {
    expect(say(orgName, ' 上海示例科技股份有限公司 ')).toEqual({
      kind: 'value',
      value: { text: '上海示例科技股份有限公司' },
      doubts: [],
    });
  });
  it('is asked whether a short name without a kind of organisation is an abbreviation', () => {
    expect(say(orgName, '示例科技')).toMatchObject({ kind: 'value', doubts: [{ code: 'short_name' }] });
    expect(say(orgName, '示例银行')).toMatchObject({ kind: 'value', doubts: [] });
  });
  it('cannot give digits or signs only', () => {
    expect(say(orgName, '123456')).toMatchObject({ code: 'not_a_name' });
    expect(say(orgName, '！！！！')).toMatchObject({ code: 'not_a_name' });
  });
  it('hears what is too short, too long or missing', () => {
    expect(say(orgName, '示例')).toEqual({
      kind: 'rejection',
      code: 'too_short',
      params: { short: 2, have: 2, min: 4 },
    });
    expect(say(caseTitle, words(51))).toEqual({
      kind: 'rejection',
      code: 'too_long',
      params: { over: 1, have: 51, max: 50 },
    });
    expect(say(orgName, ' \n')).toMatchObject({ code: 'empty' });
    expect(choose(orgName, 'x')).toMatchObject({ code: 'text_expected' });
  });
});

describe('an applicant giving a phone number', () => {
  it.each([
    ['+86 199-0000-0003', '19900000003'],
    ['１９９０００００００３', '19900000003'],
    ['86 199 0000 0003', '19900000003'],
    ['0086-19900000003', '19900000003'],
    ['手机：199 0000 0003', '19900000003'],
    ['021-50000000', '021-50000000'],
    ['（021）50000000', '021-50000000'],
    ['021 50000000 转 123', '021-50000000-123'],
    ['02150000000', '02150000000'],
    ['0755-50000000-8001', '0755-50000000-8001'],
    ['+86 21 50000000', '021-50000000'],
  ])('writes %s', (text, number) =>
    expect(say(phone, text)).toEqual({ kind: 'value', value: { text: number }, doubts: [] }),
  );
  it.each(['12345678901', '1990000000', '199000000031', '50000000', 'abc', '021-500000'])('is refused %s', (text) =>
    expect(say(phone, text)).toMatchObject({ code: 'not_a_phone' }),
  );
});

describe('an applicant giving an e-mail address', () => {
  it.each([
    ['a@example.com', 'a@example.com'],
    [' a@example.com。', 'a@example.com'],
    ['<a.b+c@mail.example.cn>', 'a.b+c@mail.example.cn'],
    ['ａ＠example．com', 'a@example.com'],
    ['邮箱：a@example.com', 'a@example.com'],
  ])('writes %s', (text, address) =>
    expect(say(email, text)).toEqual({ kind: 'value', value: { text: address }, doubts: [] }),
  );
  it('is offered what was probably meant', () => {
    expect(say(email, 'zhang@example。com')).toEqual({
      kind: 'rejection',
      code: 'not_an_email',
      params: { suggestion: 'zhang@example.com' },
    });
    expect(say(email, 'zhang@example,com')).toMatchObject({ params: { suggestion: 'zhang@example.com' } });
  });
  it.each([
    'a@b',
    'a@@example.com',
    'a@b@example.com',
    '@example.com',
    'a.example.com',
    `${'a'.repeat(250)}@example.com`,
  ])('is refused %s', (text) =>
    expect(say(email, text)).toEqual({ kind: 'rejection', code: 'not_an_email', params: {} }),
  );
});

describe('an applicant writing a long text', () => {
  it('is done at once when it fits, to the character', () => {
    expect(say(summary, words(100))).toEqual({ kind: 'value', value: { text: words(100) }, doubts: [] });
    expect(say(summary, `${words(250)}\n ${words(250)}`)).toMatchObject({ kind: 'value' });
  });
  it('hears by how much it is too long, and nothing is cut', () => {
    expect(say(summary, words(501))).toEqual({
      kind: 'rejection',
      code: 'too_long',
      params: { over: 1, have: 501, max: 500 },
    });
    expect(say(summary, words(537))).toMatchObject({ params: { over: 37 } });
  });
  it('may send it in bubbles until 好了', () => {
    expect(talk(summary, words(60))).toEqual({
      kind: 'partial',
      partial: { kind: 'text', parts: [words(60)] },
      owed: { what: 'text', have: 60, min: 100, max: 500, enough: false },
    });
    expect(talk(summary, words(60), words(40))).toMatchObject({ kind: 'partial', owed: { have: 100, enough: true } });
    expect(talk(summary, words(60), words(40), '好了')).toEqual({
      kind: 'value',
      value: { text: `${words(60)}\n${words(40)}` },
      doubts: [],
    });
    expect(talk(summary, words(60), `${words(40)}\n好了。`)).toEqual({
      kind: 'value',
      value: { text: `${words(60)}\n${words(40)}` },
      doubts: [],
    });
  });
  it('may end a text that fits with 好了 on its own line', () => {
    expect(say(summary, `${words(100)}\n好了`)).toEqual({ kind: 'value', value: { text: words(100) }, doubts: [] });
  });
  it('cannot end too early, and keeps what was said', () => {
    expect(talk(summary, words(60), '好了')).toEqual({
      kind: 'rejection',
      code: 'too_short',
      params: { short: 40, have: 60, min: 100 },
    });
    expect(talk(summary, '好了')).toMatchObject({ code: 'too_short', params: { have: 0 } });
    expect(say(summary, `${words(60)}\n好了`)).toMatchObject({ kind: 'partial', owed: { have: 60, enough: false } });
  });
  it('loses no earlier bubble to one too many', () => {
    expect(talk(summary, words(60), words(441))).toMatchObject({ code: 'too_long', params: { over: 1, have: 501 } });
    expect(talk(summary, words(60), words(441), words(440), '好了')).toMatchObject({
      kind: 'value',
      value: { text: `${words(60)}\n${words(440)}` },
    });
  });
});

describe('an applicant pasting personal numbers', () => {
  const around = words(100);
  it.each([
    ['11010519491231002X', '110105********002X'],
    ['１１０１０５１９４９１２３１００２Ｘ', '110105********002X'],
    ['4111111111111111', '4111********1111'],
    ['6222 0212 3456 7894', '6222********7894'],
  ])('is asked about %s, which is kept only masked', (number, masked) => {
    const reading = say(summary, `${around}，${number}，完`);
    expect(reading).toEqual({
      kind: 'value',
      value: { text: `${around}，${masked}，完` },
      doubts: [{ code: 'personal_number', params: { masked } }],
    });
    const gathered = talk(summary, `前${number}后`, around);
    expect(JSON.stringify(gathered)).not.toContain(number);
    expect(talk(summary, `前${number}后`, around, '好了')).toMatchObject({
      doubts: [{ code: 'personal_number', params: { masked } }],
    });
  });
  it.each([
    '110105194912310021',
    '4111111111111112',
    '91310115MAFAKE019P',
    '2025年1-9月放款15.2亿元',
    '000000000000000000',
    '13900000000',
  ])('is not asked about %s', (text) =>
    expect(say(summary, around + text)).toMatchObject({ kind: 'value', doubts: [], value: { text: around + text } }),
  );
});

describe('an applicant says that nothing more will come', () => {
  it.each(['好了', '完成', '发完了', '没了', 'done', 'DONE!', '结束', '好了。', ' 完成 ', 'That’s all', '就这些'])(
    'with %s',
    (text) => expect(finished(text)).toBe(true),
  );
  it.each(['好了吗', '还没完成', '好', '完成了三笔放款', 'done deal', '', '没有'])('but not with %s', (text) =>
    expect(finished(text)).toBe(false),
  );
});
