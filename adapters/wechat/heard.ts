/** One message as wechaty has it, as plain facts. Decides nothing but what is nobody's message to us. */
import type { Message, Wechaty } from 'wechaty';
import type { Kind } from './kind.ts';
import { kindOf } from './kind.ts';
import type { Said } from './spoken.ts';

/** A file on its way: what the platform calls it, and its bytes. */
export interface Incoming {
  readonly name: string;
  /** "" where the platform did not say. */
  readonly mime: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface Heard {
  readonly id: string;
  readonly person: string;
  /** Undefined in private. */
  readonly room: string | undefined;
  /** ms since 1970, as the platform says. */
  readonly at: number;
  readonly kind: Kind;
  readonly said: Said;
  /** Opens the file of the message. */
  fetch(): Promise<Incoming>;
}

/** What of wechaty's enumerations is needed to read a message. */
export interface Words {
  readonly messageType: (type: number) => string;
  /** The number of public accounts among the types of contacts. */
  readonly official: number;
}

/**
 * @param name of the settings, which the assistant answers to besides its own
 * @returns undefined for what we said ourselves and for what public accounts send
 */
export async function heard(wechaty: Wechaty, id: string, name: string, words: Words): Promise<Heard | undefined> {
  const message = await wechaty.Message.find({ id });
  if (message === undefined) throw new Error('the message could not be fetched');
  const talker = message.talker();
  if (message.self() || talker.type() === words.official) return undefined;
  const room = message.room();
  const kind = kindOf(words.messageType(message.type()));
  const own = wechaty.currentUser;
  const alias = room === undefined ? undefined : await room.alias(own).catch(() => undefined);
  return {
    id: message.id,
    person: talker.id,
    room: room?.id,
    at: message.date().getTime(),
    kind,
    said: {
      text: kind.kind === 'text' ? message.text() : '',
      group: room !== undefined,
      mentioned: room !== undefined && (await message.mentionSelf().catch(() => false)),
      names: [name, own.name(), alias ?? ''],
    },
    fetch: () => incoming(message),
  };
}

async function incoming(message: Message): Promise<Incoming> {
  const box = await message.toFileBox();
  const mime = box.mediaType;
  return { name: box.name, mime: mime === 'application/unknown' ? '' : (mime ?? ''), bytes: await box.toStream() };
}
