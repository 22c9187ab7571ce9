/** One variable set in the text of a `.env` file, everything else kept byte for byte. Reads and writes no file. */
import { isDeepStrictEqual, parseEnv } from 'node:util';
import { OperatorFault } from './command.ts';

/** What may stand in a file without quotes and means itself everywhere. */
const PLAIN = /^[\w.:/@+=-]+$/u;

/** Does the text give the variable this value, and every other one what the former text gave it? */
function isOnlyChange(former: string, text: string, name: string, value: string): boolean {
  const before: Record<string, unknown> = { ...parseEnv(former) };
  return isDeepStrictEqual({ ...parseEnv(text) }, { ...before, [name]: value });
}

/**
 * The text with `name` set: in place of its last line, else of its commented line, else at the end.
 * @throws OperatorFault for a value that cannot stand there plainly, or a text that cannot be edited with certainty
 */
export function withVariable(text: string, name: string, value: string): string {
  if (!PLAIN.test(value))
    throw new OperatorFault(
      `${name} 的值里有不能直接写进 .env 的字符，没有写。/ ${name} holds characters that cannot stand in .env; nothing was written.`,
    );
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split('\n');
  const sets = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'u');
  const comments = new RegExp(`^\\s*#\\s*${name}\\s*=`, 'u');
  const at = lines.findLastIndex((line) => sets.test(line));
  const place = at >= 0 ? at : lines.findIndex((line) => comments.test(line));
  const line = `${name}=${value}`;
  if (place < 0) {
    const gap = text === '' || text.endsWith('\n') ? '' : ending;
    return checked(text, `${text}${gap}${line}${ending}`, name, value);
  }
  const exported = /^\s*export\s/u.test(lines[place] ?? '') ? 'export ' : '';
  const end = lines[place]?.endsWith('\r') === true ? '\r' : '';
  return checked(text, lines.with(place, `${exported}${line}${end}`).join('\n'), name, value);
}

function checked(former: string, text: string, name: string, value: string): string {
  if (isOnlyChange(former, text, name, value)) return text;
  throw new OperatorFault(
    `.env 的写法改起来不保险，没有动它。请手工写一行：${name}=…。/ .env cannot be edited safely and was left alone. Write a line ${name}=… by hand.`,
  );
}
