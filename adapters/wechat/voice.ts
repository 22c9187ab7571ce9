/** Says one step of a message through wechaty. Decides neither when nor what; knows no pace and no retries. */
import type { Wechaty } from 'wechaty';
import type { Outbound } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';
import type { Look } from './look.ts';
import { doorLine, lookOf } from './look.ts';

/** One message of the platform. `whole`: a file with that text. */
export type Step =
  | { readonly to: 'chat'; readonly text: string; readonly mention: boolean }
  | { readonly to: 'chat'; readonly file: NonNullable<Look['file']> }
  | { readonly to: 'person'; readonly text: string };

/** wechaty's boxes of files: the kind that holds its bytes as base64. */
const BASE64 = 1;
/** Without it old phones read UTF-8 text as GBK. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What an outbound becomes, in order. @throws what wechaty throws when a person is not known or nobody answers */
export async function stepsOf(wechaty: Wechaty, outbound: Outbound): Promise<readonly Step[]> {
  const group = outbound.to.chat !== PRIVATE;
  const door = group && outbound.door === 'private';
  const friend = door && (await isFriend(wechaty, outbound.to.user));
  const look = lookOf(outbound, friend);
  return [
    ...(look.file === undefined ? [] : [{ to: 'chat', file: look.file } as const]),
    ...look.parts.map((text, at): Step => ({ to: 'chat', text, mention: group && at === 0 })),
    ...(friend ? [{ to: 'person', text: doorLine(outbound) } as const] : []),
  ];
}

async function isFriend(wechaty: Wechaty, person: string): Promise<boolean> {
  const payload = await wechaty.puppet.contactPayload(person);
  return payload.friend === true;
}

/** @throws what wechaty throws */
export async function say(wechaty: Wechaty, outbound: Outbound, step: Step): Promise<void> {
  const { chat, user } = outbound.to;
  const conversation = chat === PRIVATE || step.to === 'person' ? user : chat;
  if ('file' in step) {
    const bytes = Buffer.from(BYTE_ORDER_MARK + step.file.text, 'utf8');
    const box = { boxType: BASE64, type: BASE64, name: step.file.name, size: bytes.length, metadata: {} };
    const filebox = JSON.stringify({ ...box, base64: bytes.toString('base64') });
    await wechaty.puppet.messageSend(conversation, { type: 'Attachment', payload: { filebox } });
    return;
  }
  if (conversation === user) {
    await contactOf(wechaty, user).then((contact) => contact.say(step.text));
    return;
  }
  // A payload first: `find` swallows why somebody is not found.
  await wechaty.puppet.roomPayload(chat);
  const room = await wechaty.Room.find({ id: chat });
  if (room === undefined) throw new Error('the room could not be fetched');
  if ('mention' in step && step.mention) await room.say(step.text, await contactOf(wechaty, user));
  else await room.say(step.text);
}

async function contactOf(wechaty: Wechaty, id: string) {
  await wechaty.puppet.contactPayload(id);
  const contact = await wechaty.Contact.find({ id });
  if (contact === undefined) throw new Error('the person could not be fetched');
  return contact;
}
