/** Names of files as applicants sent them, made safe to store and to show. Touches no file. */

/** Longest name kept, in characters; the extension survives. */
const LONGEST = 120;
/** Controls, invisible marks and those that turn the direction of writing (`gpj.exe` shown as `exe.jpg`). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** The last part of a path, without what cannot be seen, at most 120 characters; `file` when nothing is left. */
export function cleanName(name: string): string {
  const last = name.normalize('NFC').replaceAll(UNSEEN, '').split(/[/\\]/u).at(-1) ?? '';
  const clean = last
    .replaceAll(/[<>:"|?*]/gu, '_')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[\s.]+/u, '')
    .trimEnd();
  if (clean === '') return 'file';
  const letters = Array.from(clean);
  if (letters.length <= LONGEST) return clean;
  const extension = Array.from(extensionOf(clean) === '' ? '' : `.${extensionOf(clean)}`);
  return [...letters.slice(0, LONGEST - extension.length), ...extension].join('');
}

/** The extension in small letters without its dot; "" where there is none of at most ten letters and digits. */
export function extensionOf(name: string): string {
  return /\.([\p{L}\p{N}]{1,10})$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}
