/**
 * Applicants of the Redis part: each says the texts of one whole application, one after another, the next as soon as the
 * last was answered, and then makes room for a new applicant. Knows nothing of who answers.
 */
import type { Inbound } from '../src/message.ts';
import { PRIVATE } from '../src/message.ts';
import { inboundText, TEXTS } from './application.ts';

/** Somebody who answers applicants. */
export interface Answering {
  readonly name: string;
  /** Resolves once the message is durable and, where replies are sent, the applicant has them. */
  post(inbound: Inbound): Promise<void>;
  /** Resolves once nothing is under way any more. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export interface Crowd {
  /** Of these applicants: nobody else's names begin with it. */
  readonly tag: string;
  readonly atOnce: number;
  /** Applications in each place, one after another. */
  readonly each: number;
  /** The messages of each application: from this one, and up to (not including) that one; all of them unless given. */
  readonly from?: number;
  readonly texts?: number;
  /** The group they speak in; in private unless given. */
  readonly chat?: string;
}

/** One message of an application, as an adapter hands it over. */
export function messageOf(user: string, index: number, chat: string = PRIVATE): Inbound {
  const inbound = JSON.parse(inboundText(user, index, TEXTS[index] as string)) as Inbound;
  return { ...inbound, chat };
}

/** Lets a crowd speak; resolves with the turns taken in a second. */
export async function converse(side: Answering, crowd: Crowd): Promise<number> {
  const { tag, atOnce, each, from = 0, texts = TEXTS.length, chat } = crowd;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async (_, place) => {
      for (let n = 0; n < each; n++)
        for (let i = from; i < texts; i++) await side.post(messageOf(`${tag}-${place}-${n}`, i, chat));
    }),
  );
  await side.rest();
  return (atOnce * each * (texts - from) * 1_000) / (performance.now() - start);
}
