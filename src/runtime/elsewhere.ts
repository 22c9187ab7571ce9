/**
 * For callers that hear only what is said on one channel: their part of a turn's replies, the rest given to whoever speaks
 * where it goes. Sends nothing.
 */
import type { Outbound } from '../message.ts';
import type { Store } from '../store/store.ts';

/** The replies that go to `channel`; the others, leased with them, are due at once for anybody. Rejects as the store does. */
export async function saidOn(
  channel: string,
  {
    store,
    key,
    leased,
  }: { readonly store: Pick<Store, 'release'>; readonly key: string; readonly leased: readonly Outbound[] },
): Promise<readonly Outbound[]> {
  const others = leased.filter(({ to }) => to.channel !== channel);
  if (others.length === 0) return leased;
  await Promise.all(others.map(({ id }) => store.release({ key, id }, 0)));
  return leased.filter(({ to }) => to.channel === channel);
}
