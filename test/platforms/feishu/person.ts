/** A person at a client of Feishu: says things, taps what is on the cards shown to them, and waits for what is answered. */
import type { Ack, FeishuServer } from '../feishu-server.ts';
import type { Event } from './events.ts';
import { messageOf, tapOf } from './events.ts';
import { OWN_OPEN_ID } from './rest.ts';
import type { Sight } from './sight.ts';
import { sightOf } from './sight.ts';

export interface Seen extends Sight {
  readonly id: string;
  readonly to: string;
  readonly type: string;
}

/** Where something is said. */
export interface Place {
  readonly group?: string;
  /** In a group: is the assistant named? Yes, unless it is said otherwise. */
  readonly named?: boolean;
  readonly parent?: string;
}

export interface Person {
  readonly openId: string;
  /** Everything shown to this person so far. */
  seen(): readonly Seen[];
  /** The event of saying something, not delivered. */
  saying(text: string, place?: Place): Event;
  /** Says it, and waits for the message of the answer with these words in it. */
  say(text: string, expected: string, place?: Place): Promise<Seen>;
  sendFile(name: string, bytes: Uint8Array, expected: string): Promise<Seen>;
  /** The event of a tap on the button that begins with a label, on the newest card that has it. */
  tapping(label: string, on?: Seen): Event;
  tap(label: string, expected: string, on?: Seen): Promise<Seen>;
  /** Checks some choices of the newest form and hands it in. */
  check(labels: readonly string[], expected: string): Promise<Seen>;
  /** The answer to the last tap. */
  lastAck(): Ack | undefined;
}

const PATIENCE = 6_000;
const LOOK = 5;

/** All of a message as one reads it. */
export function wordsOf(sight: Sight): string {
  return [
    sight.title,
    sight.words,
    ...sight.checks.map(({ label }) => label),
    ...sight.buttons.map(({ label }) => label),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

let deeds = 0;

export function personAt(server: FeishuServer, openId: string, now: () => number = Date.now): Person {
  const own = new Set<string>();
  const groups = new Set<string>();
  let last: Ack | undefined;

  function deed(): { readonly id: string; readonly at: number; readonly user: string } {
    deeds += 1;
    return { id: `${openId.slice(3)}_${deeds}`, at: now(), user: openId };
  }

  function seen(): readonly Seen[] {
    const all: Seen[] = [];
    for (const { id, to, type, content } of server.rest.sent) {
      const isMine = to === openId || own.has(to);
      if (!isMine && !groups.has(to)) continue;
      const sight = sightOf(type, content);
      if (isMine || sight.markup.some((markup) => markup.includes(openId))) all.push({ ...sight, id, to, type });
    }
    return all;
  }

  async function answer(event: Event, expected: string): Promise<Seen> {
    const before = seen().length;
    last = await server.deliver(event);
    const began = Date.now();
    for (;;) {
      const fresh = seen().slice(before);
      const found = fresh.findLast((one) => wordsOf(one).includes(expected));
      if (found !== undefined) return found;
      if (Date.now() - began > PATIENCE) {
        throw new Error(`“${expected}” was not said; it was:\n${fresh.map(wordsOf).join('\n---\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  function saying(text: string, place: Place = {}): Event {
    const { group, parent } = place;
    if (group !== undefined) groups.add(group);
    const isNamed = group !== undefined && place.named !== false;
    const event = messageOf({
      ...deed(),
      type: 'text',
      content: { text: isNamed ? `@_user_1 ${text}` : text },
      group,
      parent,
      mentions: isNamed ? [{ key: '@_user_1', openId: OWN_OPEN_ID, name: '申报助手' }] : undefined,
    });
    own.add((event.event.message as { readonly message_id: string }).message_id);
    return event;
  }

  function tapOn(card: Seen, label: string, form?: Readonly<Record<string, unknown>>): Event {
    const button = card.buttons.find((one) => one.label.startsWith(label) || one.label.includes(`. ${label}`));
    if (button === undefined) throw new Error(`no button ${label} on: ${wordsOf(card)}`);
    return tapOf({ ...deed(), value: button.value, form, message: card.id, chat: 'oc_any' });
  }

  const newest = (has: (one: Seen) => boolean, what: string): Seen => {
    const card = seen().findLast(has);
    if (card === undefined) throw new Error(`no card with ${what}`);
    return card;
  };

  function tapping(label: string, on?: Seen): Event {
    const has = (one: Seen): boolean =>
      one.buttons.some((button) => button.label.startsWith(label) || button.label.includes(`. ${label}`));
    return tapOn(on ?? newest(has, label), label);
  }

  return {
    openId,
    seen,
    saying,
    say: (text, expected, place) => answer(saying(text, place), expected),
    sendFile(name, bytes, expected) {
      const { id, at, user } = deed();
      server.rest.putFile(`file_${id}`, bytes);
      const content = { file_key: `file_${id}`, file_name: name };
      own.add(`om_${id}`);
      return answer(messageOf({ id, at, user, type: 'file', content }), expected);
    },
    tapping,
    tap: (label, expected, on) => answer(tapping(label, on), expected),
    check(labels, expected) {
      const card = newest(({ checks }) => checks.length > 0, 'checks');
      const form = Object.fromEntries(
        card.checks.map(({ label, name }) => [name, labels.some((wanted) => label.includes(wanted))]),
      );
      return answer(tapOn(card, card.buttons[0]?.label ?? '', form), expected);
    },
    lastAck: () => last,
  };
}
