/** Telegram's HTML as its server reads it: text and entities, or the refusal it gives. Knows the common tags only. */

export interface TextEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
}

const TYPES: Readonly<Record<string, string>> = {
  b: 'bold',
  i: 'italic',
  u: 'underline',
  s: 'strikethrough',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Text and entities, or (a string) why it cannot be parsed. */
export function parseHtml(
  source: string,
): { readonly text: string; readonly entities: readonly TextEntity[] } | string {
  const open: { tag: string; offset: number }[] = [];
  const entities: TextEntity[] = [];
  let text = '';
  for (let i = 0; i < source.length; ) {
    const rest = source.slice(i);
    const named = /^&([a-z]+);/u.exec(rest);
    if (named !== null && NAMED[named[1] ?? ''] !== undefined) {
      text += NAMED[named[1] ?? ''];
      i += named[0].length;
      continue;
    }
    if (source[i] !== '<') {
      text += source[i];
      i++;
      continue;
    }
    const tag = /^<(\/?)([a-z]+)>/u.exec(rest);
    if (tag === null) return `can't parse entities: Unsupported start tag at byte offset ${i}`;
    const [all, slash, name = ''] = tag;
    const type = TYPES[name];
    if (type === undefined) return `can't parse entities: Unsupported start tag "${name}" at byte offset ${i}`;
    if (slash === '') open.push({ tag: name, offset: text.length });
    else {
      const last = open.pop();
      if (last?.tag !== name) return `can't parse entities: Unmatched end tag at byte offset ${i}`;
      if (text.length > last.offset) entities.push({ type, offset: last.offset, length: text.length - last.offset });
    }
    i += all.length;
  }
  return open.length > 0 ? "can't parse entities: Can't find end tag" : { text, entities };
}
