/**
 * What can go wrong with a store, said once and in words an operator can act on. Carries no stack of the engine below
 * as its message; the original error is the `cause`.
 */

/**
 * `busy`: another process holds the file · `full`: no room left · `readonly`: may not write there · `corrupt`: damaged
 * or no store at all · `foreign`: somebody else's file · `newer`: written by a newer version · `conflict`: a write that
 * contradicts what is stored · `closed`: used after close() · `unavailable`: the storage does not answer · `weak`: a server
 * whose version or settings break the promise asked for.
 */
export type StoreFaultKind =
  | 'busy'
  | 'full'
  | 'readonly'
  | 'corrupt'
  | 'foreign'
  | 'newer'
  | 'conflict'
  | 'closed'
  | 'unavailable'
  | 'weak';

const PASSING: readonly StoreFaultKind[] = ['busy', 'full', 'unavailable'];

/** Thrown by every store. `retryable`: the same call may succeed later without anybody changing a file by hand. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly kind: StoreFaultKind;
  readonly retryable: boolean;

  constructor(kind: StoreFaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.retryable = PASSING.includes(kind);
  }
}
