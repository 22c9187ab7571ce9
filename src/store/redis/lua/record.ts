/** The script that keeps an event. */
import type { Script } from '../connection.ts';

export const RECORD: Script = {
  name: 'sbRecord',
  lua: `
-- Keeps an event at the server's time, once a nonce.
-- KEYS[1]: base. ARGV: kind, '<nonce> <session> <JSON>'.
local clock = redis.call('TIME')
redis.call('SADD', KEYS[1] .. 'q', ARGV[1])
local micros = string.format('%.0f', tonumber(clock[1]) * 1000000 + tonumber(clock[2]))
return redis.call('ZADD', KEYS[1] .. 'e:' .. ARGV[1], 'NX', micros, ARGV[2])
`,
};
