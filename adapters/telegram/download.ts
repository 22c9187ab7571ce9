/**
 * Fetches a file somebody sent and has it kept: as a stream, within a size and a time. What is too large is not fetched
 * at all; the refusal names the file and the limit.
 */
import type { Intake } from '../../src/channel.ts';
import type { Content } from '../../src/message.ts';
import type { Platform } from './platform.ts';
import { refusalOf } from './refusal.ts';
import type { Attached } from './update.ts';

/** Bot API: files of up to 20 MB can be fetched. */
export const LARGEST_DOWNLOAD = 20 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/** Longest a download may take, ms. */
const PATIENCE = 60_000;

export interface DownloadParts {
  readonly platform: Pick<Platform, 'filePath'>;
  /** `<api root>/file/bot<token>/`. */
  readonly root: string;
  readonly intake: Pick<Intake, 'keep' | 'largestFile'>;
  /** Ends downloads when the channel closes. */
  readonly closing: AbortSignal;
}

/** A file in words, for a refusal. */
function refused(name: string, why: string): Content {
  // No line breaks, nothing that turns the direction of writing, no half characters.
  const shown = Array.from(name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ''))
    .slice(0, 100)
    .join('');
  return { kind: 'unsupported', what: `“${shown}”这个文件（${why}）` };
}

/** What is said when a file could not be fetched for good. */
export function notFetched(name: string): Content {
  return refused(name, '没有取到，请再发一次');
}

/**
 * What the file means as a message. Rejects when it could not be fetched now (worth another try); the error says nothing
 * of where it lies.
 */
export async function download(
  parts: DownloadParts,
  user: string,
  file: Attached,
  name: string,
  mime: string,
): Promise<Content> {
  const limit = Math.min(LARGEST_DOWNLOAD, parts.intake.largestFile);
  const tooBig = refused(name, `超过 ${Math.floor(limit / MEGABYTE)} MB`);
  if ((file.file_size ?? 0) > limit) return tooBig;
  let path: string | undefined;
  try {
    path = await parts.platform.filePath(file.file_id);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.code !== 400) throw new Error(`a file was not named (${refusal.code})`);
    return refusal.words.includes('too big') ? tooBig : notFetched(name);
  }
  if (path === undefined) return notFetched(name);
  const signal = AbortSignal.any([parts.closing, AbortSignal.timeout(PATIENCE)]);
  try {
    const answer = await fetch(parts.root + path.split('/').map(encodeURIComponent).join('/'), { signal });
    if (answer.status === 404) {
      await answer.body?.cancel();
      return notFetched(name);
    }
    if (!answer.ok || answer.body === null) {
      await answer.body?.cancel();
      throw new Error(`status ${answer.status}`);
    }
    return await parts.intake.keep(user, answer.body, name, mime);
  } catch {
    throw new Error('a file could not be fetched');
  }
}
