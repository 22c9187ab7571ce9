/** Pictures of Feishu come without a name: what their first bytes say they are becomes the extension. Reads no further. */

export interface Picture {
  /** Without a dot; "" when it is none of the usual kinds. */
  readonly extension: string;
  /** The whole picture, its beginning included. */
  readonly source: AsyncIterable<Uint8Array>;
}

const KINDS: readonly { readonly extension: string; readonly begins: string }[] = [
  { extension: 'jpg', begins: 'ffd8ff' },
  { extension: 'png', begins: '89504e470d0a1a0a' },
  { extension: 'gif', begins: '47494638' },
  { extension: 'webp', begins: '52494646' },
];
const ENOUGH = 8;

export async function openPicture(source: AsyncIterable<Uint8Array>): Promise<Picture> {
  const rest = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < ENOUGH) {
    const next = await rest.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const hex = head.subarray(0, ENOUGH).toString('hex');
  const extension = KINDS.find(({ begins }) => hex.startsWith(begins))?.extension ?? '';
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    } finally {
      // Whoever stops half-way (the file is too large) must not leave the download open.
      await rest.return?.();
    }
  }
  return { extension, source: whole() };
}
