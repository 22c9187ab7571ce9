/** Finds the lists a question names: by number, by name, by another name people use. Guesses none from the topic. */
import type { List } from '../flow/list.ts';

/** Ids of the lists a normalised text names. */
export type Naming = (text: string) => ReadonlySet<string>;

const NUMBERED =
  /(?:榜单?|list|第|l)\s*([0-9一二三四五六七八九]+)(?!\d)\s*(?:个|项|号|张)?\s*(?:榜单?|list)?|([0-9一二三四五六七八九]+)\s*号?\s*榜/g;
const NUMERALS = '一二三四五六七八九';
/** Shorter other names are everyday words. */
const SHORTEST = 4;

/** @param plain the normalising that texts have gone through */
export function naming(lists: readonly List[], plain: (text: string) => string): Naming {
  const byNumber = new Map(lists.map((list) => [list.no, list.id]));
  const names = lists.flatMap((list) =>
    [list.name.zh, list.name.en, ...list.aliases]
      .map((name) => ({ name: plain(name), id: list.id }))
      .filter(({ name }) => [...name].length >= SHORTEST),
  );
  return (text) => {
    const found = new Set<string>();
    for (const [whole, before, after] of text.matchAll(NUMBERED)) {
      const digits = before ?? after ?? '';
      // 第三届, 第二条 name no list; 榜单三, 第三个榜, l3 do.
      if (whole.startsWith('第') && !/榜|list/.test(whole)) continue;
      const place = NUMERALS.indexOf(digits);
      const id = byNumber.get(place >= 0 ? place + 1 : Number(digits));
      if (id !== undefined) found.add(id);
    }
    for (const { name, id } of names) if (text.includes(name)) found.add(id);
    return found;
  };
}
