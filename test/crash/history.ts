/** What the applicants of a run saw, with when: which message was acknowledged, which reply came. Judges nothing. */
import type { Heard } from './client.ts';
import type { Message } from './script.ts';

/** Times by one clock that only goes forward; an answer's begins with its request. */
export interface Sight {
  readonly text: string;
  readonly at: number;
  readonly asked: number;
  /** Place among the replies of its answer. */
  readonly place: number;
}

export interface History {
  /** Message id → when it was first sent, and first acknowledged. */
  readonly sent: Map<string, number>;
  readonly acked: Map<string, number>;
  /** Reply id → where it was first seen. */
  readonly seen: Map<string, Sight>;
  /** Replies that came again, and how many of them with other words. */
  repeats: number;
  changed: number;
  duplicates: number;
}

export function newHistory(): History {
  return { sent: new Map(), acked: new Map(), seen: new Map(), repeats: 0, changed: 0, duplicates: 0 };
}

/** Takes note of an answer; returns whether it acknowledges the message. Throws when it refuses it for good. */
export function note(history: History, message: Message, heard: Heard, asked: number, at: number): boolean {
  let place = 0;
  let acked = false;
  for (const line of heard.lines) {
    if (line.id !== undefined) {
      const known = history.seen.get(line.id);
      if (known === undefined) history.seen.set(line.id, { text: line.text ?? '', at, asked, place });
      else {
        history.repeats += 1;
        if (known.text !== line.text) history.changed += 1;
      }
      place += 1;
    } else if (line.done === message.id && (line.status === 'ok' || line.status === 'duplicate')) {
      acked = true;
      if (line.status === 'duplicate') history.duplicates += 1;
      if (!history.acked.has(message.id)) history.acked.set(message.id, at);
    }
  }
  const { status } = heard;
  if (status !== undefined && status !== 200 && status !== 503)
    throw new Error(`${message.id} of ${message.user} was refused with ${status}: ${JSON.stringify(heard.lines)}`);
  return acked;
}
