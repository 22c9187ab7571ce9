/**
 * Brings Chinese text into one script: traditional to simplified, Taiwan words included. Simplified text comes back as it
 * was: 核心 and 文件 mean other things in Taiwan. Its tables are made when the first Chinese text comes.
 */
import { Converter } from 'opencc-js/t2cn';

type Conversion = (text: string) => string;

let conversion: Conversion | undefined;
const letters = new Map<string, string>();

/** Han characters, of which there must be one for there to be anything to convert. */
const HAN = /\p{Script=Han}/u;
/** Characters the tables take for traditional and simplified text holds as they are. */
const ALSO_SIMPLIFIED = new Set('么著乾瞭藉嗰喎');
/** Words of the rules that mean the same in either script, whatever Taiwan's computers call so; and 么, never 幺. */
const KEPT = /(核心|文件|指[標标]|新增|個人資料|[么嗰喎])/u;

/** The text in simplified characters; where it is traditional, in mainland words. */
export function simplified(text: string): string {
  if (!HAN.test(text)) return text;
  const convert = converting();
  if (![...text].some((letter) => !ALSO_SIMPLIFIED.has(letter) && letterOf(letter, convert) !== letter)) return text;
  const pieces = text.split(KEPT);
  return pieces.map((piece, at) => (at % 2 === 0 ? convert(piece) : byLetter(piece, convert))).join('');
}

function converting(): Conversion {
  if (conversion !== undefined) return conversion;
  // Taiwan first, for its words (軟體); then what only Hong Kong writes so.
  const taiwan = Converter({ from: 'twp', to: 'cn' });
  const hongKong = Converter({ from: 'hk', to: 'cn' });
  conversion = (text) => hongKong(taiwan(text));
  return conversion;
}

function byLetter(word: string, convert: Conversion): string {
  return [...word].map((letter) => (ALSO_SIMPLIFIED.has(letter) ? letter : letterOf(letter, convert))).join('');
}

/** A character converted alone, which is asked again and again. */
function letterOf(letter: string, convert: Conversion): string {
  const known = letters.get(letter);
  if (known !== undefined) return known;
  const single = HAN.test(letter) ? convert(letter) : letter;
  // Other letters are without end; of Han there are only so many.
  if (HAN.test(letter)) letters.set(letter, single);
  return single;
}
