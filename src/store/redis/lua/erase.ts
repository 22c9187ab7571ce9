/** The script that forgets a person. */
import type { Script } from '../connection.ts';
import { OWE } from './owe.ts';

export const ERASE: Script = {
  name: 'sbErase',
  lua: `
-- Removes everything of one session but the hashes of its messages' ids.
-- KEYS[1]: base. ARGV[1]: session.
-- Replies: hashed ids of the submissions that went.
${OWE}
local base, session = KEYS[1], ARGV[1]
for _, one in ipairs(redis.call('LRANGE', base .. 'o:' .. session, 0, -1)) do
  local _, _, _, channel = parts(one)
  redis.call('ZREM', base .. 'r:' .. channel, session)
end
for _, kind in ipairs({ 's:', 'n:', 'o:', 'j:' }) do redis.call('DEL', base .. kind .. session) end
redis.call('ZREM', base .. 'x', session)
redis.call('ZREM', base .. 'w', session)
redis.call('HDEL', base .. 'l', session)
for _, kind in ipairs(redis.call('SMEMBERS', base .. 'q')) do
  local key = base .. 'e:' .. kind
  for _, one in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    if string.match(one, '^%S+ (%S+)') == session then redis.call('ZREM', key, one) end
  end
end
for _, one in ipairs(redis.call('LRANGE', base .. 'z', 0, -1)) do
  if string.match(one, '^%S+ %S+ (%S+)') == session then redis.call('LREM', base .. 'z', 0, one) end
end
local gone = {}
for _, id in ipairs(redis.call('ZRANGE', base .. 'b', 0, -1)) do
  if redis.call('HGET', base .. 'b:' .. id, 'k') == session then
    redis.call('DEL', base .. 'b:' .. id)
    redis.call('ZREM', base .. 'b', id)
    gone[#gone + 1] = id
  end
end
return gone
`,
};
