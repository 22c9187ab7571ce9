/** Finds the lists a question names: by number, by name, by another name people use. Guesses none from the topic. */
import type { List } from '../flow/list.ts';

/** Ids of the lists a normalised text names. */
export type Naming = (text: string) => ReadonlySet<string>;

const NUMERALS = '一二三四五六七八九';
const CARDINALS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];

const DIGITS = `[0-9]+|[${NUMERALS}]`;
/** What makes a number after it an amount: 榜单一共几个, 榜单五个, list 3 milestones. */
const AMOUNT_AFTER =
  '(?![0-9十百千万亿%个大类种家共般定样起直下些点旦律并键次]|[.,][0-9]| ?(?:more|of|cases?|milestones?|partners?|results?|indicators?|metrics?|figures?|projects?|applicants?|organi[sz]ations?|companies|firms|items?|examples?|customers?|clients?|things?)(?![a-z]))';
/** 榜单三, 榜3, list three, list no. 3, l3; 榜单1和3. */
const AFTER = new RegExp(
  `(?:榜单?|(?<![a-z])(?:lists?|l)) *(?:第|no\\.? ?|number |#)? *(?<one>${DIGITS}|${CARDINALS.join('|')})(?![a-z])${AMOUNT_AFTER}(?: *(?:[、,/&和与跟同及或]|and|or|vs\\.?) *(?:榜单?|lists?|l)? *(?<other>${DIGITS}|${CARDINALS.join('|')})(?![a-z])${AMOUNT_AFTER})?`,
  'g',
);
/** 第三个榜, 第三张 (but 第三张图). */
const PLACED = new RegExp(
  `第 *(?<one>${DIGITS}) *(?:[个项份类]?(?:主|特色)?(?:榜|list)|张(?!图|照|截|片|表|纸|发票|证|海报|幻灯|ppt|excel))`,
  'g',
);
/** 三榜, 3号榜; 前三榜 and 三榜都报 are amounts. */
const BEFORE = new RegExp(
  `(?<![0-9十百第前这那几共全有各头报填投了${NUMERALS}]) *(?<one>${DIGITS})(?:榜(?!都|全|一起|同)|号榜)|(?<![0-9])(?<other>${DIGITS}) ?号榜`,
  'g',
);
/** the third list, 3rd list. */
const ORDINAL = new RegExp(
  `(?<![a-z0-9])(?:(?<one>${ORDINALS.join('|')})|(?<other>[0-9])(?:st|nd|rd|th)) (?:[a-z]+ )?list(?![a-z])`,
  'g',
);
const PATTERNS = [AFTER, PLACED, BEFORE, ORDINAL];

/** Shorter other names are everyday words, unless they say that they name a list (特色榜). */
const SHORTEST = 4;

/** @param plain the normalising that texts have gone through */
export function naming(lists: readonly List[], plain: (text: string) => string): Naming {
  const byNumber = new Map(lists.map((list) => [list.no, list.id]));
  const names = lists.flatMap((list) =>
    [list.name.zh, list.name.en, ...list.aliases]
      .map((name) => ({ name: plain(name), id: list.id }))
      // What is named by number is found by number: as a mere name, list 1 is within list 12.
      .filter(({ name }) => numbersIn(name).length === 0 && ([...name].length >= SHORTEST || name.endsWith('榜'))),
  );
  return (text) => {
    const found = new Set<string>();
    for (const number of numbersIn(text)) {
      const id = byNumber.get(number);
      if (id !== undefined) found.add(id);
    }
    for (const { name, id } of names) if (text.includes(name)) found.add(id);
    return found;
  };
}

/** The numbers by which a text names lists, whether there are such lists or not. */
function numbersIn(text: string): number[] {
  return PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ groups: { one, other } = {} }) =>
      [one, other].flatMap((written) => (written === undefined ? [] : [numberOf(written)])),
    ),
  );
}

function numberOf(written: string): number {
  for (const words of [[...NUMERALS], CARDINALS, ORDINALS]) {
    const place = words.indexOf(written);
    if (place >= 0) return place + 1;
  }
  return Number(written);
}
