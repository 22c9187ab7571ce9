/** The two languages say the same things: compares the message tables entry by entry, and judges no style. */
import { describe, expect, it } from 'vitest';
import { dialogueEn } from '../../src/engine/phrases/dialogue-en.ts';
import { dialogueZh } from '../../src/engine/phrases/dialogue-zh.ts';
import { rejectionEn } from '../../src/engine/phrases/rejection-en.ts';
import { rejectionZh } from '../../src/engine/phrases/rejection-zh.ts';
import type { Params } from '../../src/engine/read/reading.ts';

type Say = (...values: readonly (string | number)[]) => string;

/** One entry said in both languages with the same parameters. */
interface Pair {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
}

/** Every entry of a table by its path (`doubts.short_name`); plain texts become functions of no arguments. */
function entries(table: object, prefix = ''): Map<string, Say> {
  const found = new Map<string, Say>();
  for (const [key, entry] of Object.entries(table)) {
    const name = `${prefix}${key}`;
    if (typeof entry === 'string') found.set(name, () => entry);
    else if (typeof entry === 'function') found.set(name, entry);
    else for (const [inner, say] of entries(entry, `${name}.`)) found.set(inner, say);
  }
  return found;
}

/** Distinct numbers, so that each one can be recognised in what is said; no two have the same difference. */
const MARKS = [4111, 5237, 6491, 8123];

const dialogueZhEntries = entries(dialogueZh);
const dialogueEnEntries = entries(dialogueEn);

/** All dialogue entries said with large numbers, with 0, with 1 and with nothing: every branch of every entry. */
function dialoguePairs(): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const [name, zh] of dialogueZhEntries) {
    const en = dialogueEnEntries.get(name) ?? (() => '');
    const columns = [...MARKS.keys()];
    for (const values of [MARKS, columns.map(() => 0), columns.map(() => 1), columns.map(() => '')]) {
      pairs.push({ name: `${name}(${values.join(' ')})`, zh: zh(...values), en: en(...values) });
    }
  }
  return pairs;
}

/** The parameters a refusal asks for. */
function wanted(say: (params: Params) => string): readonly string[] {
  const names = new Set<string>();
  say(
    new Proxy<Params>(
      {},
      {
        get: (_params, name) => {
          names.add(String(name));
          return 'Sample';
        },
      },
    ),
  );
  return [...names].sort();
}

const codes = Object.keys(rejectionZh) as readonly (keyof typeof rejectionZh)[];

/** All refusals said with every parameter, and with each one left out that the Chinese can do without. */
function rejectionPairs(): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const code of codes) {
    const full: Params = Object.fromEntries(wanted(rejectionZh[code]).map((name, n) => [name, MARKS[n] ?? name]));
    pairs.push({ name: code, zh: rejectionZh[code](full), en: rejectionEn[code](full) });
    for (const absent of Object.keys(full)) {
      const params = Object.fromEntries(Object.entries(full).filter(([name]) => name !== absent));
      const zh = rejectionZh[code](params);
      if (zh.includes('undefined')) continue;
      pairs.push({ name: `${code} without ${absent}`, zh, en: rejectionEn[code](params) });
    }
  }
  return pairs;
}

const pairs = [...dialoguePairs(), ...rejectionPairs()];

/** Ideographs, and the punctuation and full-width forms that go with them. */
const CHINESE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;

/** The marks, and differences of marks, that a text shows. */
function numbers(text: string): readonly string[] {
  return [...new Set(text.match(/\d+/g) ?? [])].filter((digits) => isMark(Number(digits))).sort();
}

function isMark(n: number): boolean {
  return MARKS.some((mark, i) => mark === n || MARKS.slice(i + 1).some((later) => later - mark === n));
}

describe('the message tables', () => {
  it('have every entry in both languages', () => {
    expect([...dialogueEnEntries.keys()].sort()).toEqual([...dialogueZhEntries.keys()].sort());
    expect(Object.keys(rejectionEn).sort()).toEqual([...codes].sort());
  });

  it('are texts and functions throughout, so that nothing escapes the comparison', () => {
    expect(dialogueZhEntries.size).toBeGreaterThan(100);
    expect(pairs.length).toBeGreaterThan(500);
  });

  it('never leave an applicant without words', () => {
    const allowed = new Set(['characters', 'stop', 'separator']);
    const silent = pairs.filter(({ name, zh, en }) => {
      const trimmed = allowed.has(name.split('(')[0] ?? '') ? [zh, en] : [zh.trim(), en.trim()];
      return trimmed.includes('');
    });
    expect(silent).toEqual([]);
  });

  it('show an English reader no Chinese, except the word that switches the language', () => {
    const mixed = pairs.filter(({ en }) => CHINESE.test(en.replaceAll('中文', '')));
    expect(mixed).toEqual([]);
  });

  it('tell an English reader the same numbers and names as a Chinese one', () => {
    for (const { name, zh, en } of pairs) expect({ name, told: numbers(en) }).toEqual({ name, told: numbers(zh) });
    for (const code of codes) expect([code, wanted(rejectionEn[code])]).toEqual([code, wanted(rejectionZh[code])]);
  });

  it('never show an English reader the word undefined', () => {
    expect(pairs.filter(({ en }) => /undefined|NaN|null/.test(en))).toEqual([]);
  });

  it('stay short in English', () => {
    const long = pairs.filter(({ zh, en }) => en.length > 3 * zh.length + 120);
    expect(long).toEqual([]);
  });

  it('never call a self-check an approval', () => {
    expect(pairs.filter(({ en }) => /\bapprov/i.test(en))).toEqual([]);
  });

  it('count one question, file or row in the singular', () => {
    expect(
      pairs.filter(({ en }) => /(?<!–)\b1 (characters|questions|files|rows|lists|applications)\b/.test(en)),
    ).toEqual([]);
  });

  it('name the choice of a later file and of not knowing as their buttons do', () => {
    expect(rejectionEn.file_expected({})).toContain(`“${dialogueEn.later}”`);
    expect(rejectionEn.not_a_percent({}).toLowerCase()).toContain(`“${dialogueEn.unsure.toLowerCase()}”`);
    expect(dialogueEn.objectionNoted).toContain(`“${dialogueEn.status.not_met}”`);
  });
});
