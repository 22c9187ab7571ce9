/** Text as it is kept, as it is compared and as it is counted. Decides nothing about what a text means. */

const LATIN_SOFT_HYPHEN = 0xad;

/** A Chinese character? Nearly all of what is said: asked first, once a character. `code`: UTF-16 code unit. */
export function isHan(code: number): boolean {
  return code >= 0x4e00 && code <= 0x9fff;
}

/** Code units besides Chinese characters that need no cleaning and are stable under NFC: everyday ASCII, Latin, full-width forms. */
function isOrdinary(code: number): boolean {
  if (code < 0x7f) return code >= 0x20 || code === 0x0a || code === 0x09;
  if (code >= 0x3000 && code <= 0x3029) return true;
  if (code >= 0xff01 && code <= 0xff9d) return true;
  if (code >= 0x2010 && code <= 0x2027) return true;
  if (code >= 0x2460 && code <= 0x26ff) return true;
  return code >= 0xa1 && code <= 0x2ff && code !== LATIN_SOFT_HYPHEN;
}

/**
 * The text without control, zero-width, bidi-override and other format characters and without lone surrogates;
 * newlines (CR LF and the Unicode separators too) and tabs stay; composed (NFC). Nothing else is changed or cut.
 */
export function clean(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!isHan(code) && !isOrdinary(code)) return cleaned(text);
  }
  return text;
}

function cleaned(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .normalize('NFC');
}

/** For matching: compatibility forms folded (NFKC), lower case, trimmed, runs of white space as one space. */
export function plain(text: string): string {
  let spaced = false;
  let capital = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isHan(code)) continue;
    if (code >= 0x80) return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
    capital ||= code >= 0x41 && code <= 0x5a;
    spaced ||= code < 0x20 || (code === 0x20 && text.charCodeAt(i + 1) === 0x20);
  }
  // Lower case of a Chinese text is a call out of compiled code: asked for only where there is a capital.
  const lower = capital ? text.toLowerCase().trim() : text.trim();
  return spaced ? lower.replace(/\s+/g, ' ') : lower;
}

/** Is the UTF-16 code unit white space (ECMAScript's \s)? */
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0xa0;
  return (
    code === 0x3000 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x1680 ||
    code === 0xfeff
  );
}

/** Characters (code points) without white space: how every length in a call is counted (rule coverage §3.7, 字数). */
export function countCharacters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isHan(code)) count++;
    else if (code >= 0xd800 && code <= 0xdbff) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next <= 0xdfff) i++;
      count++;
    } else if (!isSpace(code)) count++;
  }
  return count;
}

/** A short echo of what was said, on one line, for the words of a rejection; at most `max` code points and an ellipsis. */
export function excerpt(text: string, max = 20): string {
  const head = [
    ...text
      .slice(0, max * 2 + 40)
      .replace(/\s+/g, ' ')
      .trim(),
  ];
  return head.length <= max && text.length <= max * 2 + 40 ? head.join('') : `${head.slice(0, max).join('')}…`;
}

/** Full-width digits, letters and signs as ASCII; everything else, case included, as it is. */
export function halfWidth(text: string): string {
  return /[\u3000\uff01-\uff5e]/.test(text)
    ? text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ')
    : text;
}
