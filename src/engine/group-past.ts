/**
 * What was lately said in a group, by whomever it was asked: given to a turn so that the assistant does not repeat itself
 * there and does not talk everybody else down. Plain values; decides nothing.
 */

export interface GroupPast {
  /** When a question was last answered in this group (ms), as far as that was lately; by the answer's entry. */
  readonly toldAt: ReadonlyMap<string, number>;
  /** So much was said here lately that only what must be said is, and in a line. */
  readonly crowded: boolean;
}
