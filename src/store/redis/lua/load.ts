/** The script that reads a session whole, in one trip. */
import type { Script } from '../connection.ts';

export const LOAD: Script = {
  name: 'sbLoad',
  lua: `
-- A session as it stands.
-- KEYS[1]: base. ARGV[1]: session.
-- Replies: {length, snapshot ('<length> <JSON>') or false, entries after it}.
local s = KEYS[1] .. 's:' .. ARGV[1]
local snapshot = redis.call('GET', KEYS[1] .. 'n:' .. ARGV[1])
local from = snapshot and tonumber(string.match(snapshot, '^%d+')) or 0
return { redis.call('LLEN', s), snapshot, redis.call('LRANGE', s, from, -1) }
`,
};
