/** The script that parts a handle from a session. */
import type { Script } from '../connection.ts';

export const PART: Script = {
  name: 'sbPart',
  lua: `
-- Parts a handle from a session, unless it was joined to another one since.
-- KEYS[1]: handles of its partition. ARGV[1]: the handle; [2]: the session. Replies 1 if it was joined to it.
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('HDEL', KEYS[1], ARGV[1])
`,
};
