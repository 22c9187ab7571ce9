/** Do words occur in what was said? Folds case and width of both sides as conditions promise; knows no grammar. */

/** Words of conditions as they are compared: few, and the same at every evaluation. */
const foldedWords = new Map<string, Folded>();

interface Folded {
  readonly word: string;
  /** Only letters, digits and spaces: a text whose full-width punctuation was not folded holds it all the same. */
  readonly bare: boolean;
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function foldedWord(word: string): Folded {
  const known = foldedWords.get(word);
  if (known !== undefined) return known;
  const made = folded(word);
  const fold: Folded = { word: made, bare: /^[a-z0-9 \u4e00-\u9fff]*$/.test(made) };
  foldedWords.set(word, fold);
  return fold;
}

/**
 * Is the text already folded as far as letters and digits go: Chinese characters, lower-case ASCII, and punctuation of
 * any width? Nothing among these can turn into a letter, a digit or a space.
 */
function isFolded(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x4e00 && code <= 0x9fff) continue;
    if (code < 0x80 ? code < 0x41 || code > 0x5a : isPunctuation(code)) continue;
    return false;
  }
  return true;
}

function isPunctuation(code: number): boolean {
  if (code >= 0xff01 && code <= 0xff5e)
    return code < 0xff10 || (code > 0xff19 && code < 0xff21) || (code > 0xff3a && code < 0xff41) || code > 0xff5a;
  return (
    (code >= 0x3001 && code <= 0x3003) ||
    (code >= 0x3008 && code <= 0x3011) ||
    (code >= 0x2010 && code <= 0x201f && code !== 0x2017)
  );
}

let lastText = '';
let lastFolded = '';
let lastBare = '';

/** The conditions of one answer ask about the same text one after another. */
function remember(text: string): void {
  if (text === lastText) return;
  lastText = text;
  lastFolded = '';
  lastBare = isFolded(text) ? text : '';
}

/** Does any of the words occur in the text? Case of Latin letters and full width make no difference. */
export function mentions(text: string, words: readonly string[]): boolean {
  if (text === '') return false;
  remember(text);
  for (const one of words) {
    const { word, bare } = foldedWord(one);
    if (bare && lastBare !== '') {
      if (lastBare.includes(word)) return true;
      continue;
    }
    if (lastFolded === '') lastFolded = folded(text);
    if (lastFolded.includes(word)) return true;
  }
  return false;
}
