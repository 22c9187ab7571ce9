/**
 * The little of a Redis client the parts of the store need, so that only `redis.ts` knows the library. Opens nothing.
 */

/** A Lua script. Its text opens with its contract: keys, arguments, replies. */
export interface Script {
  readonly name: string;
  readonly lua: string;
}

export type Argument = string | number;

/** One client of one server or one cluster. What it rejects with is a StoreFault already. */
export interface Connection {
  /** In a cluster all keys of one call must be of one partition. */
  readonly cluster: boolean;
  run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  call(command: string, ...args: readonly Argument[]): Promise<unknown>;
  /** Changes whenever the connection was lost: what was asked before may have been asked again by the client. */
  epoch(): number;
}
