/**
 * Carrying an application to another channel and parting them again: what a message wishes, and how it came out. Joins
 * nothing and says nothing.
 */
import type { Inbound } from '../message.ts';
import { PRIVATE } from '../message.ts';
import { recogniseCommand } from './command.ts';
import { clean } from './read/normalise.ts';

/** What a message wants done to the handle it comes from, before its turn is taken. */
export type JoinWish =
  /** To go on in the session of this code. */
  | { readonly kind: 'join'; readonly secret: string }
  /** A code said in a group, where everybody saw it. */
  | { readonly kind: 'expose'; readonly secret: string }
  /** To be on its own again. */
  | { readonly kind: 'part' }
  /** To be the only one, beside the handle the session began with. */
  | { readonly kind: 'alone' };

/** How a wish came out. The turn is taken in the session the handle speaks in from now on. */
export type Joining =
  | { readonly kind: 'joined' | 'here' | 'refused' | 'limited' | 'exposed' | 'apart' }
  /** `from`: key of the session it left. */
  | { readonly kind: 'parted'; readonly from: string }
  | { readonly kind: 'alone'; readonly parted: number };

/** What a message wishes; undefined for nearly all. In groups nothing is joined or parted. */
export function joinWish({ content, chat }: Inbound): JoinWish | undefined {
  if (content.kind !== 'text') return undefined;
  const command = recogniseCommand(clean(content.text));
  switch (command?.name) {
    case 'join':
      if (!('secret' in command.code)) return undefined;
      return { kind: chat === PRIVATE ? 'join' : 'expose', secret: command.code.secret };
    case 'part':
    case 'alone':
      return chat === PRIVATE ? { kind: command.name } : undefined;
    default:
      return undefined;
  }
}
