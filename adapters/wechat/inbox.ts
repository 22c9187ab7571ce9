/** Makes of a heard message what the machine takes, and keeps its file. Decides no order and no retries. */
import { Readable } from 'node:stream';
import type { Intake, Taken } from '../../src/channel.ts';
import type { Content } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';
import type { Heard } from './heard.ts';
import { readSaid } from './spoken.ts';

export const WECHAT = 'wechat';
/** A file that did not come in this long does not come, ms. */
const FILE_WITHIN = 120_000;

/** One try to take a message; undefined: nothing of it is to be taken. */
export function takingOf(heard: Heard, intake: Intake): (() => Promise<Taken>) | undefined {
  const { kind } = heard;
  if (kind.kind === 'silence') return undefined;
  const spoken = readSaid(heard.said);
  // A file is kept once, however often the message is tried.
  let content: Content | undefined;
  let tries = 0;
  return async () => {
    tries += 1;
    content ??= await contentOf(heard, intake, spoken.text, tries);
    return intake.take({
      channel: WECHAT,
      id: heard.id,
      user: heard.person,
      chat: heard.room ?? PRIVATE,
      addressed: spoken.addressed,
      at: heard.at,
      content,
    });
  };
}

/** How often a file is fetched before the person is asked to send it again. */
const FETCHES = 3;

async function contentOf(heard: Heard, intake: Intake, text: string, tries: number): Promise<Content> {
  const { kind } = heard;
  switch (kind.kind) {
    case 'text':
      return { kind: 'text', text };
    case 'silence':
    case 'unsupported':
      return { kind: 'unsupported', what: kind.kind === 'silence' ? '' : kind.what };
    case 'file':
      // Files are for the private chat; what people send one another in a group is not ours to keep.
      if (heard.room !== undefined) return { kind: 'unsupported', what: `群里的${kind.what}` };
      try {
        return await keptOf(heard, intake);
      } catch (error) {
        if (tries < FETCHES) throw error;
        return { kind: 'unsupported', what: `刚才的${kind.what}（没有传完整，请再发一次）` };
      }
  }
}

async function keptOf(heard: Heard, intake: Intake): Promise<Content> {
  const file = await heard.fetch();
  const stop = AbortSignal.timeout(FILE_WITHIN);
  const bytes = Readable.from(file.bytes, { signal: stop });
  try {
    return await intake.keep(heard.person, bytes, file.name, file.mime);
  } finally {
    bytes.destroy();
  }
}
