/**
 * Reads Chinese typed in Latin letters (jiezhi → 截止) by the words the call's own texts hold. Decodes only what those
 * texts can spell; English stays English.
 */
import { pinyin } from 'pinyin-pro';

/** Rewrites the Latin runs of a normalised text that are pinyin. */
export type Decoding = (text: string) => string;

interface Spelling {
  readonly word: string;
  readonly count: number;
}

const HAN_RUN = /\p{Script=Han}+/gu;
const LATIN_RUN = /[a-z][a-z' ]*[a-z]/g;
/** Without one, Latin letters are an abbreviation and no sign of English: ddl. */
const VOWEL = /[aeiou]/;
const LONGEST_WORD = 4;
const PART = 2;
/** Longest spelling of such a word: zhuang four times. */
const LONGEST_SPELLING = 24;
const LONGEST_RUN = 80;

/**
 * @param texts normalised texts of the call; read when the first Latin run comes
 * @param known is this an English word of the call?
 */
export function decoding(texts: readonly string[], known: (word: string) => boolean): Decoding {
  let spellings: ReadonlyMap<string, Spelling> | undefined;
  const decode = (letters: string): string | undefined => {
    if (letters.length > LONGEST_RUN) return undefined;
    spellings ??= spellingsOf(texts);
    return bestReading(letters, spellings);
  };
  return (text) => {
    let words = 0;
    let spelt = 0;
    const read = text.replaceAll(LATIN_RUN, (run) => {
      const result: string[] = [];
      let unknown: string[] = [];
      const flush = (): void => {
        const whole = decode(unknown.join(''));
        if (whole !== undefined) spelt += unknown.length;
        for (const one of whole === undefined ? unknown : []) {
          const word = decode(one);
          if (word !== undefined) spelt++;
          else if (VOWEL.test(one)) words++;
          result.push(word ?? one);
        }
        if (whole !== undefined) result.push(whole);
        unknown = [];
      };
      for (const word of run.split(/[' ]+/)) {
        if (!known(word)) unknown.push(word);
        else {
          flush();
          if (VOWEL.test(word) && decode(word) === undefined) words++;
          result.push(word);
        }
      }
      flush();
      return result.join(' ');
    });
    // In an English sentence a word that could be pinyin is none: enable debug mode.
    return words >= spelt ? text : read;
  };
}

/** For each spelling without tones: the commonest word so spelt, of one to four characters. */
function spellingsOf(texts: readonly string[]): Map<string, Spelling> {
  const words = new Map<string, { readonly spelling: string; count: number }>();
  for (const text of texts) {
    for (const [run] of text.matchAll(HAN_RUN)) {
      const letters = [...run];
      const sounds = pinyin(run, { toneType: 'none', type: 'array', v: true });
      if (sounds.length !== letters.length) continue;
      for (let from = 0; from < letters.length; from++) {
        let word = '';
        let spelling = '';
        for (let to = from; to < Math.min(letters.length, from + LONGEST_WORD); to++) {
          word += letters[to];
          spelling += sounds[to];
          const held = words.get(word);
          if (held === undefined) words.set(word, { spelling, count: 1 });
          else held.count++;
        }
      }
    }
  }
  const best = new Map<string, Spelling>();
  for (const [word, { spelling, count }] of words) {
    // A long word seen once is read as well by its parts, and most words are such.
    if (count === 1 && word.length > PART) continue;
    const other = best.get(spelling);
    if (other === undefined || count > other.count || (count === other.count && word < other.word))
      best.set(spelling, { word, count });
  }
  return best;
}

interface Reading {
  readonly text: string;
  readonly pieces: number;
  /** Letters spelt by words of two characters or more. */
  readonly sure: number;
  readonly count: number;
}

/** The reading in the fewest words; undefined where it is guesswork: one character, or mostly single ones. */
function bestReading(letters: string, spellings: ReadonlyMap<string, Spelling>): string | undefined {
  const best: (Reading | undefined)[] = [{ text: '', pieces: 0, sure: 0, count: 0 }];
  for (let end = 1; end <= letters.length; end++) {
    for (let start = Math.max(0, end - LONGEST_SPELLING); start < end; start++) {
      const before = best[start];
      const piece = before === undefined ? undefined : spellings.get(letters.slice(start, end));
      if (before === undefined || piece === undefined) continue;
      const single = [...piece.word].length === 1;
      const reading: Reading = {
        text: before.text + piece.word,
        pieces: before.pieces + 1,
        sure: before.sure + (single ? 0 : end - start),
        count: before.count + Math.log(piece.count),
      };
      const held = best[end];
      if (
        held === undefined ||
        reading.pieces < held.pieces ||
        (reading.pieces === held.pieces && reading.count > held.count)
      )
        best[end] = reading;
    }
  }
  const whole = best[letters.length];
  return whole !== undefined && letters.length > 0 && whole.sure * 2 > letters.length ? whole.text : undefined;
}
