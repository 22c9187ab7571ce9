/** Attachments on a real disk: kept once by content, refused kindly, never trusted by name. */
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileRef } from '../../src/message.ts';
import { cleanName } from '../../src/runtime/file-name.ts';
import type { FileRefusal, Files } from '../../src/runtime/files.ts';
import { fileContent, openFiles } from '../../src/runtime/files.ts';

let folder: string;
const OWNER = 'test:u1';
let files: Files;
beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'shenbao-')), 'files');
  files = await openFiles(folder);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const LIMIT = 1000;
const pdf = Buffer.from('%PDF-1.7\n…');
const jpg = Buffer.from('ffd8ffe000', 'hex');
const png = Buffer.from('89504e470d0a1a0a00', 'hex');
const zip = Buffer.from('504b030414', 'hex');
const script = Buffer.from('#!/bin/sh\nrm -rf /');

const stored = () => globSync('**/*', { cwd: folder }).filter((path) => statSync(join(folder, path)).isFile());

async function kept(content: Uint8Array, name: string): Promise<FileRef> {
  const file = await files.keep(OWNER, content, name, '', LIMIT);
  if ('refused' in file) throw new Error(file.what);
  return file;
}

async function refusal(content: Uint8Array, name: string): Promise<FileRefusal> {
  const file = await files.keep(OWNER, content, name, '', LIMIT);
  if ('refused' in file) return file;
  throw new Error(`${name} was kept`);
}

async function* inPieces(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

it('a file is kept under the hash of its content, for its owner only', async () => {
  const file = await files.keep(OWNER, pdf, '承诺书.pdf', 'application/pdf', LIMIT);
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const key = `${createHash('sha256').update(OWNER).digest('hex').slice(0, 32)}/${sha256}`;
  expect(file).toEqual({ name: '承诺书.pdf', mime: 'application/pdf', size: pdf.length, sha256, key });
  expect(readFileSync(files.pathOf(key))).toEqual(pdf);
  if (process.platform !== 'win32') {
    expect(statSync(files.pathOf(key)).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
  }
});

it('the same content is kept once, however it comes and whatever it is called', async () => {
  const first = await kept(pdf, 'a.pdf');
  const second = await files.keep(OWNER, inPieces(pdf, 3), 'b.pdf', '', LIMIT);
  expect(second).toMatchObject({ name: 'b.pdf', key: first.key });
  expect(stored()).toHaveLength(1);
});

it('an applicant who is erased leaves no file behind, and nobody else loses theirs', async () => {
  const own = await kept(pdf, 'a.pdf');
  const other = await files.keep('test:u2', pdf, 'a.pdf', '', LIMIT);
  await files.forget(OWNER);
  await files.forget('test:nobody');
  expect(() => readFileSync(files.pathOf(own.key))).toThrow('ENOENT');
  expect(readFileSync(files.pathOf('key' in other ? other.key : ''))).toEqual(pdf);
});

it('the same file sent four times at the same moment is kept once', async () => {
  const both = await Promise.all([1, 2, 3, 4].map(() => files.keep(OWNER, inPieces(pdf, 2), 'a.pdf', '', LIMIT)));
  expect(new Set(both.map((one) => ('key' in one ? one.key : one.refused))).size).toBe(1);
  expect(stored()).toHaveLength(1);
});

describe('refused, with a name to tell the applicant, and nothing left behind:', () => {
  it('a file over the limit, read no further than the limit', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += 100;
        yield Buffer.alloc(100);
      }
    }
    expect(await files.keep(OWNER, endless(), 'a.zip', '', 3 * 1024 * 1024)).toMatchObject({
      refused: 'too_big',
      what: '“a.zip”这个文件（超过 3 MB）',
    });
    expect(read).toBeLessThanOrEqual(3 * 1024 * 1024 + 100);
    expect(stored()).toEqual([]);
  });

  it('an empty file', async () => {
    expect(await refusal(Buffer.alloc(0), 'a.pdf')).toMatchObject({ refused: 'empty' });
  });

  it.each([
    ['合同.pdf', script],
    ['photo.jpg', png],
    ['photo.jpeg', zip],
    ['photo.png', jpg],
    ['plan.docx', pdf],
    ['table.xlsx', script],
    ['slides.pptx', script],
    ['all.zip', script],
    ['short.png', png.subarray(0, 4)],
  ])('%s whose content is something else', async (name, content) => {
    expect(await refusal(content, name)).toEqual({ refused: 'content', what: `“${name}”这个文件（内容和类型不符）` });
    expect(stored()).toEqual([]);
  });

  it('a file whose sending breaks off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield pdf;
      throw new Error('connection lost');
    }
    await expect(files.keep(OWNER, broken(), 'a.pdf', '', LIMIT)).rejects.toThrow('connection lost');
    expect(stored()).toEqual([]);
  });
});

it.each([
  ['a.PDF', pdf],
  ['a.pdf', Buffer.concat([Buffer.from('\uFEFF\n'), pdf])],
  ['a.jpg', jpg],
  ['a.png', png],
  ['a.docx', zip],
  ['a.zip', Buffer.from('504b0506', 'hex')],
  ['notes.txt', script],
  ['no extension', script],
])('%s with content of its kind, or of a kind nobody knows by its beginning, is kept', async (name, content) => {
  expect((await kept(content, name)).size).toBe(content.length);
});

it('the kind is seen though the first piece is a single byte', async () => {
  expect(await files.keep(OWNER, inPieces(png, 1), 'a.png', '', LIMIT)).toMatchObject({ size: png.length });
});

it.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\plan.pdf', 'plan.pdf'],
  ['.hidden', 'hidden'],
  ['a\u0000b\n.pdf', 'ab.pdf'],
  ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
  ['  many   spaces .pdf ', 'many spaces .pdf'],
  ['', 'file'],
  ['///', 'file'],
  [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(116)}.pdf`],
])('the name %j is kept as %j', (name, clean) => {
  expect(cleanName(name)).toBe(clean);
});

it('a refused file is a message the question survives; a kept one is the file', async () => {
  expect(fileContent(await refusal(script, 'a.pdf'))).toEqual({
    kind: 'unsupported',
    what: '“a.pdf”这个文件（内容和类型不符）',
  });
  const file = await kept(pdf, 'a.pdf');
  expect(fileContent(file)).toEqual({ kind: 'file', file });
});

it('a key that is no hash leads nowhere', () => {
  expect(() => files.pathOf('../../etc/passwd')).toThrow('not a key');
});
