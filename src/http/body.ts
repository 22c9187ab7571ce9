/** The messages in the body of a request: one object, several lines of objects, or a list. Reads no stream. */
import type { BadLine, JsonMessage } from './json-message.ts';
import { readLine, readMessage } from './json-message.ts';

/** Messages in one request at most. */
export const MOST = 1000;

/** The messages of a body, in order; one sentence when it cannot hold any. */
export function messagesIn(body: string): readonly (JsonMessage | BadLine)[] | string {
  const text = body.trim();
  if (text === '') return 'the body is empty: one JSON object, or several, one a line';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const whole = parsed(text);
  const values = Array.isArray(whole) ? whole.map(withoutPath) : undefined;
  if (values !== undefined && values.length === 0) return 'the list is empty';
  if ((values ?? lines).length > MOST) return `more than ${MOST} messages in one request`;
  if (values !== undefined) return values.map(readMessage);
  if (whole !== undefined) return [readMessage(withoutPath(whole))];
  return lines.map((line) => {
    const value = parsed(line);
    return value === undefined ? readLine(line) : readMessage(withoutPath(value));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A program on another machine must not name files of this one: a path is taken for what nobody may give, and the
 * schema then says that base64 is missing.
 */
function withoutPath(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('file' in value)) return value;
  const { file } = value;
  if (typeof file !== 'object' || file === null || !('path' in file)) return value;
  const { path: _, ...rest } = file;
  return { ...value, file: rest };
}
