/**
 * Groups that became supergroups, and so have another id: the machine goes on with the old one while this process lives.
 * Afterwards the new id is a chat of its own; messages for the old one are moved again by what Telegram answers.
 */

export interface Moves {
  note(from: string, to: string): void;
  /** Where messages for a chat go now. */
  target(chat: string): string;
  /** The chat as the machine knows it. */
  origin(chat: string): string;
}

export function openMoves(): Moves {
  const forward = new Map<string, string>();
  const backward = new Map<string, string>();
  return {
    note(from, to) {
      if (from === to || backward.get(from) !== undefined) return;
      forward.set(from, to);
      backward.set(to, from);
    },
    target: (chat) => forward.get(chat) ?? chat,
    origin: (chat) => backward.get(chat) ?? chat,
  };
}
