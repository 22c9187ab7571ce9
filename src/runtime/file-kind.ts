/** Tells by its first bytes whether a file is what its extension says. Opens and converts nothing. */

/** Bytes that are looked at. */
export const HEAD_BYTES = 1024;

const ZIP = ['504b0304'];
/** By extension: how the content must begin, in hex. */
const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
  jpg: ['ffd8ff'],
  jpeg: ['ffd8ff'],
  png: ['89504e470d0a1a0a'],
  docx: ZIP,
  xlsx: ZIP,
  pptx: ZIP,
  // An empty archive has no first entry.
  zip: [...ZIP, '504b0506'],
  doc: ['d0cf11e0a1b11ae1'],
  xls: ['d0cf11e0a1b11ae1'],
  ppt: ['d0cf11e0a1b11ae1'],
};

/**
 * Does content that begins with `head` (up to 1024 bytes) go with the extension? Extensions without a known beginning
 * always do. PDF: ISO 32000 readers find the header anywhere in the first 1024 bytes.
 */
export function fits(extension: string, head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD_BYTES));
  if (extension === 'pdf') return bytes.includes('%PDF-', 0, 'latin1');
  const beginnings = Object.hasOwn(BEGINNINGS, extension) ? BEGINNINGS[extension] : undefined;
  return beginnings === undefined || beginnings.some((hex) => bytes.toString('hex', 0, hex.length / 2) === hex);
}
