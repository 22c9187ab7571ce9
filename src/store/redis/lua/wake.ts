/** The script that sets when a session wants to be woken. */
import type { Script } from '../connection.ts';

export const WAKE: Script = {
  name: 'sbWake',
  lua: `
-- Sets the wake of a session, unless it went on meanwhile.
-- KEYS[1]: base. ARGV: session, length it must have, ms or '-' for none.
-- Replies: 1, or 0 when it has another length.
local base, session = KEYS[1], ARGV[1]
if redis.call('LLEN', base .. 's:' .. session) ~= tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '-' then redis.call('ZREM', base .. 'w', session)
else redis.call('ZADD', base .. 'w', ARGV[3], session) end
redis.call('HDEL', base .. 'l', session)
return 1
`,
};
