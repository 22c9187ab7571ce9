/**
 * Where attachments are kept: a folder a person, in which every file is named by the SHA-256 of its content, so that
 * erasing a person erases their files. Streams with a cap, never opens or converts what it keeps, and answers with a
 * refusal (no exception) when a file is not acceptable.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Content, FileRef } from '../message.ts';
import { fits, HEAD_BYTES } from './file-kind.ts';
import { cleanName, extensionOf } from './file-name.ts';

/** Why a file was not kept; `what` names it in words to be shown to the applicant. */
export interface FileRefusal {
  readonly refused: 'empty' | 'too_big' | 'content';
  readonly what: string;
}

export interface Files {
  /**
   * Keeps a file of at most `limit` bytes; resolves once it is durable. A person's same content is kept once.
   * @param owner whose it is: the session key
   * @param mime as the platform named it, "" when it did not
   */
  keep(
    owner: string,
    source: AsyncIterable<Uint8Array> | Uint8Array,
    name: string,
    mime: string,
    limit: number,
  ): Promise<FileRef | FileRefusal>;
  /** Path of the file with that key. */
  pathOf(key: string): string;
  /** Removes everything kept for that person; nothing kept is fine. */
  forget(owner: string): Promise<void>;
}

/** What a kept or refused file means as a message: the question stays open when it was refused. */
export function fileContent(kept: FileRef | FileRefusal): Content {
  return 'refused' in kept ? { kind: 'unsupported', what: kept.what } : { kind: 'file', file: kept };
}

/** Opens (and makes, for its owner only) the folder. */
export async function openFiles(folder: string): Promise<Files> {
  await mkdir(folder, { recursive: true, mode: 0o700 });

  return {
    async keep(owner, source, name, mime, limit) {
      const clean = cleanName(name);
      const draft = join(folder, `${randomUUID()}.part`);
      try {
        const written = await write(draft, source, limit);
        const why = refusal(written, extensionOf(clean));
        if (why !== undefined) return { refused: why, what: inWords(clean, why, limit) };
        const home = homeOf(owner);
        await settle(folder, draft, home, written.sha256);
        return {
          name: clean,
          mime: mime.slice(0, 200),
          size: written.size,
          sha256: written.sha256,
          key: `${home}/${written.sha256}`,
        };
      } finally {
        await rm(draft, { force: true });
      }
    },
    pathOf: (key) => pathIn(folder, key),
    forget: (owner) => rm(join(folder, homeOf(owner)), { recursive: true, force: true }),
  };
}

/** The folder of a person: a hash, which names nobody. */
function homeOf(owner: string): string {
  return createHash('sha256').update(owner, 'utf8').digest('hex').slice(0, 32);
}

function pathIn(folder: string, key: string): string {
  if (!/^[0-9a-f]{32}\/[0-9a-f]{64}$/u.test(key)) throw new RangeError('not a key of a file');
  return join(folder, key);
}

interface Written {
  readonly size: number;
  readonly sha256: string;
  readonly head: Uint8Array;
  /** There was more than the limit; the rest was not read. */
  readonly cut: boolean;
}

async function write(path: string, source: AsyncIterable<Uint8Array> | Uint8Array, limit: number): Promise<Written> {
  const file = await open(path, 'wx', 0o600);
  try {
    return await pour(file, source instanceof Uint8Array ? [source] : source, limit);
  } finally {
    await file.close();
  }
}

async function pour(
  file: FileHandle,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
): Promise<Written> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > limit) return { size, sha256: '', head: new Uint8Array(), cut: true };
    if (headBytes < HEAD_BYTES) {
      const part = chunk.subarray(0, HEAD_BYTES - headBytes);
      head.push(Uint8Array.from(part));
      headBytes += part.byteLength;
    }
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  await file.sync();
  return { size, sha256: hash.digest('hex'), head: Buffer.concat(head), cut: false };
}

function refusal(written: Written, extension: string): FileRefusal['refused'] | undefined {
  if (written.cut) return 'too_big';
  if (written.size === 0) return 'empty';
  return fits(extension, written.head) ? undefined : 'content';
}

function inWords(name: string, why: FileRefusal['refused'], limit: number): string {
  const reason = {
    too_big: `超过 ${Math.floor(limit / (1024 * 1024))} MB`,
    empty: '是空的',
    content: '内容和类型不符',
  }[why];
  return `“${name}”这个文件（${reason}）`;
}

/** Gives a whole file its lasting name; what is already there by that name has the same content. */
async function settle(folder: string, draft: string, owner: string, sha256: string): Promise<void> {
  const home = join(folder, owner);
  const path = join(home, sha256);
  if ((await stat(path).catch(() => undefined))?.isFile() === true) return;
  await mkdir(home, { recursive: true, mode: 0o700 });
  await rename(draft, path);
  // A new name is durable once its folder is.
  for (const one of [home, folder]) await syncFolder(one);
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders; its file system keeps names durable by itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
