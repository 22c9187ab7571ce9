/**
 * The mark of a store that is being filled from another one: set before the first record, gone after the last was
 * checked. Keeps a half-filled store from being taken for a whole one; moves nothing.
 */
import { storedId, storedKey } from '../store/key.ts';
import type { Store } from '../store/store.ts';
import { OperatorFault } from './command.ts';

type Links = Pick<Store, 'link' | 'linked'>;

/** A handle no channel has: the mark is a link like any other, so that every store can keep it. */
const HANDLE = 'migrate:under-way';

/** The mark's handle as stores keep and dump it. */
export const MARK = storedId(HANDLE);

/** @param digest of what is being moved, so that only a move of the same goes on */
function keyOf(digest: string): string {
  return `migrate:${digest}`;
}

/** What a store that is being filled is filled with. */
export type UnderWay = 'nothing' | 'this' | 'another';

/** Is a move under way into this store, and is it the one of this digest? */
export async function underWay(store: Links, digest: string): Promise<UnderWay> {
  const mark = await store.linked(HANDLE);
  if (mark === undefined) return 'nothing';
  return mark === storedKey(keyOf(digest)) ? 'this' : 'another';
}

export function setMark(store: Links, digest: string): Promise<void> {
  return store.link(HANDLE, keyOf(digest));
}

export function removeMark(store: Links): Promise<void> {
  return store.link(HANDLE, undefined);
}

/** Was this store filled only in part? One read. */
export async function isHalfMoved(store: Links): Promise<boolean> {
  return (await store.linked(HANDLE)) !== undefined;
}

/** Throws OperatorFault where a move into this store has not been finished: nobody may talk to applicants on it. */
export async function demandWhole(store: Links): Promise<void> {
  if (!(await isHalfMoved(store))) return;
  throw new OperatorFault(
    '存储里的记录只搬来了一部分，不能启动：再运行一次 migrate，它会接着搬完。\nThe store was filled only in part: run migrate again, it goes on where it stopped. Nothing was started.',
  );
}
