/** What an organizer does with the knowledge: ask it, look at what it missed, teach it, measure it. Finds the word and runs it. */
import { nearest } from '../flow/nearest.ts';
import { UsageFault } from './command.ts';

/** What is loaded for each word, once it is asked for. */
const WORDS = {
  ask: async () => (await import('./faq-ask.ts')).ask,
  test: async () => (await import('./faq-ask.ts')).test,
  misses: async () => (await import('./faq-misses.ts')).misses,
  add: async () => (await import('./faq-add.ts')).add,
  stats: async () => (await import('./faq-stats.ts')).stats,
  calibrate: async () => (await import('./faq-calibrate.ts')).calibrate,
  export: async () => (await import('./faq-table.ts')).exportTable,
  import: async () => (await import('./faq-table.ts')).importTable,
} as const;
type Word = keyof typeof WORDS;

function isWord(word: string): word is Word {
  return Object.hasOwn(WORDS, word);
}

/** `faq ask|test|misses|add|stats|calibrate|export|import`. */
export async function faq(args: string[]): Promise<number> {
  const [word = '', ...rest] = args;
  if (!isWord(word)) {
    const near = nearest(word, Object.keys(WORDS));
    const all = Object.keys(WORDS);
    throw new UsageFault(
      `faq 后面要写 ${all.join('、')} 之一。/ Say faq and one of ${all.join(', ')}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    );
  }
  const run = await WORDS[word]();
  return run(rest);
}
