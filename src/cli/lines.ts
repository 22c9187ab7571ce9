/** Cuts a stream of bytes into lines of UTF-8 without ever holding more than one line of the allowed size. */

/** A line without its end, or why it cannot be taken. */
export type Line = { readonly text: string } | { readonly fault: string };

const LINE_FEED = 0x0a;
const strict = new TextDecoder('utf-8', { fatal: true });

function decoded(parts: readonly Uint8Array[]): Line {
  try {
    const text = strict.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts));
    return { text: text.endsWith('\r') ? text.slice(0, -1) : text };
  } catch {
    return { fault: 'the line is not UTF-8' };
  }
}

/** Lines in order; one longer than `limit` bytes is skipped to its end and reported. The last needs no line feed. */
export async function* linesOf(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const cut = (): Line => {
    const line = length > limit ? { fault: `the line is longer than ${limit} bytes` } : decoded(parts);
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of source) {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, from);
      const part = chunk.subarray(from, end < 0 ? chunk.length : end);
      length += part.length;
      if (length <= limit) parts.push(part);
      else parts = [];
      if (end < 0) break;
      yield cut();
      from = end + 1;
    }
  }
  if (length > 0) yield cut();
}
