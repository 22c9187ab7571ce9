/** Brings Chinese text into one script: traditional to simplified, Taiwan and Hong Kong words included. Its tables are
 * made when the first Chinese text comes. */
import { Converter } from 'opencc-js/t2cn';

let converters: readonly ((text: string) => string)[] | undefined;

/** Han characters, of which there must be one for there to be anything to convert. */
const HAN = /\p{Script=Han}/u;

/** The text in simplified characters and mainland words. */
export function simplified(text: string): string {
  if (!HAN.test(text)) return text;
  // Taiwan first, for its words (軟體); then what only Hong Kong writes so.
  converters ??= [Converter({ from: 'twp', to: 'cn' }), Converter({ from: 'hk', to: 'cn' })];
  return converters.reduce((converted, convert) => convert(converted), text);
}
