/** Commands to a test's own Redis that the store has no word for. Speaks the simplest form of the protocol. */
import { Redis } from 'ioredis';

/** Sends commands over one connection, one after another, and returns their replies as text. */
export async function askRedis(
  port: number,
  ...commands: readonly (readonly [name: string, ...args: readonly string[]])[]
): Promise<readonly string[]> {
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true });
  try {
    const replies: string[] = [];
    for (const [name, ...args] of commands) replies.push(String(await client.call(name, [...args])));
    return replies;
  } finally {
    client.disconnect();
  }
}
