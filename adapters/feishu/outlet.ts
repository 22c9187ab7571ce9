/**
 * Sends messages: each piece once under its own `uuid`, as a reply in a group where it can, as words where a card is
 * refused. Retries nothing by itself; what was sent of a message is remembered for the next try.
 */
import { createHash } from 'node:crypto';
import type { Outbound } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';
import type { Refusal } from './fault.ts';
import { deliveryFault, isCardRefused, isLost, refusalOf } from './fault.ts';
import type { Piece } from './look.ts';
import { look } from './look.ts';
import type { Message, Platform } from './platform.ts';
import { openRecent } from './recent.ts';
import type { Sent } from './reception.ts';
import { questionKey } from './reception.ts';

export interface OutletParts {
  readonly platform: Platform;
  readonly sent: Sent;
  /** Link to the private chat. */
  readonly door: string;
  /** A refusal that an operator must hear of. */
  readonly onRefusal: (refusal: Refusal) => void;
}

export type Send = (outbound: Outbound, key: string, signal?: AbortSignal) => Promise<void>;

const UNFINISHED = 2_000;
/** Longest uuid, characters (https://open.feishu.cn/document/server-docs/im-v1/message/create). */
const UUID = 40;
const MESSAGE_ID = /^om_/u;
const OPEN_ID = /^ou_[\w-]+$/u;

function uuidOf(key: string, part: string): string {
  return createHash('sha256').update(`${key}:${part}`).digest('hex').slice(0, UUID);
}

const text = (words: string): Message => ({ type: 'text', content: JSON.stringify({ text: words }) });

export function openOutlet({ platform, sent, door, onRefusal }: OutletParts): Send {
  /** Pieces delivered of messages that failed half-way, by key. */
  const delivered = openRecent<number>(UNFINISHED);

  return async (outbound, key, signal) => {
    const { to, prompt } = outbound;
    if (prompt !== undefined) sent.putFor.set(outbound.re, prompt.id);
    const isGroup = to.chat !== PRIVATE;
    let replyTo = isGroup && MESSAGE_ID.test(outbound.re) ? outbound.re : undefined;
    const named = OPEN_ID.test(to.user) ? to.user : undefined;
    const piecesFor = (): readonly Piece[] =>
      look(outbound, { door, mention: isGroup && replyTo === undefined ? named : undefined });

    async function put(message: Message, part: string): Promise<void> {
      const uuid = uuidOf(key, part);
      const id =
        replyTo === undefined
          ? await platform.create(isGroup ? { group: to.chat } : { person: to.user }, message, uuid, signal)
          : await platform.reply(replyTo, message, uuid, signal);
      if (id !== '') sent.messages.set(id, true);
    }

    async function putPiece(piece: Piece, part: number): Promise<void> {
      if (piece.kind === 'text') return put(text(piece.text), `${part}`);
      try {
        await put({ type: 'interactive', content: JSON.stringify(piece.card) }, `${part}`);
        if (prompt === undefined) return;
        sent.questions.set(questionKey(to.user, prompt.id), outbound);
        sent.latest.set(to.user, prompt.id);
        sent.answered.delete(questionKey(to.user, prompt.id));
      } catch (error) {
        if (!isCardRefused(refusalOf(error))) throw error;
        onRefusal(refusalOf(error));
        for (const [i, words] of piece.instead.entries()) await put(text(words), `${part}:text:${i}`);
      }
    }

    async function putAll(): Promise<void> {
      for (const [i, piece] of piecesFor().entries()) {
        if (i < (delivered.get(key) ?? 0)) continue;
        await putPiece(piece, i);
        delivered.set(key, i + 1);
      }
      delivered.delete(key);
    }

    try {
      try {
        await putAll();
      } catch (error) {
        // Its message was taken back: the answer still comes, to the group and with the name.
        if (replyTo === undefined || !isLost(refusalOf(error))) throw error;
        replyTo = undefined;
        await putAll();
      }
    } catch (error) {
      const refusal = refusalOf(error);
      const fault = deliveryFault(refusal);
      if (fault.reason === 'unauthorised') onRefusal(refusal);
      throw fault;
    }
  };
}
