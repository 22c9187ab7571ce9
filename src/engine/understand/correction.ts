/**
 * What a reply to proposed answers says is wrong with one of them, and what it should be instead. Reads the words only:
 * whether what is said instead is an answer, its step decides.
 */

/** `at`: index of the proposal meant; undefined where none was named. `instead`: '' where nothing was said for it. */
export interface Correction {
  readonly at: number | undefined;
  readonly instead: string;
}

const WRONG = '(?:都?不对|不是|不要|不记|别记|错了?|有误|删掉?|删除|去掉|改一?下?|wrong|not right|incorrect|no)';
const RATHER =
  '(?:(?:应该|应当|其实|实际)(?:上)?(?:是|为|叫|写)?|应为|改成|改为|换成|写成|是|it (?:is|should be)|should be|change (?:it )?to)';
const DIGITS = '(\\d{1,2}|[一二三四五六七八九十])';
const NUMBERED = new RegExp(
  `^(?:(?:第|no\\.? ?|number )?${DIGITS}[)）、.]?(?:条|个|项|点)?(?:不太)?(?:${WRONG}|(?=${RATHER}))|(?:把|将)?第${DIGITS}(?:条|个|项)(?:${WRONG}|(?=${RATHER})))[\\s,.;:!]*(?:${RATHER}[\\s:]*)?(.*)$`,
  'is',
);
const EXCEPT = new RegExp(`(?:除了?|except|but)\\s*(?:第|no\\.? ?|number )?${DIGITS}`, 'i');
const INSTEAD = new RegExp(
  `^(?:(?:${WRONG})[\\s,.;:!]+(?:${RATHER}[\\s:]*)?|${RATHER.replace('|是|', '|')}[\\s:]*)(.+)$`,
  'is',
);
const OTHERS = /^(?:其他|其它|其余|别的|剩下)(?:的)?(?:都|全)?(?:对|可以|没问题|记下|ok|是对的)*[。.!]*$/i;
const NUMERALS = '零一二三四五六七八九十';

/** Reads a reply; undefined where it corrects nothing. */
export function correctionIn(said: string): Correction | undefined {
  const text = said.normalize('NFKC').trim();
  const numbered = NUMBERED.exec(text);
  if (numbered !== null) {
    const instead = (numbered[3] ?? '').trim();
    return { at: indexOf(numbered[1] ?? numbered[2]), instead: OTHERS.test(instead) ? '' : instead };
  }
  const except = EXCEPT.exec(text)?.[1];
  if (except !== undefined) return { at: indexOf(except), instead: '' };
  const instead = INSTEAD.exec(text)?.[1]?.trim();
  return instead === undefined || instead === '' ? undefined : { at: undefined, instead };
}

function indexOf(number: string | undefined): number {
  const numeral = NUMERALS.indexOf(number ?? '');
  return (numeral > 0 ? numeral : Number(number)) - 1;
}
