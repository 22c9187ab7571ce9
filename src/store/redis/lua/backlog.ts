/** The script that counts what is owed. */
import type { Script } from '../connection.ts';

export const BACKLOG: Script = {
  name: 'sbBacklog',
  lua: `
-- KEYS: bases of partitions.
-- Replies: {replies owed, score of the session that has been due longest or false, dead letters}.
local owed, dead = 0, 0
local counted = {}
local oldest
for _, base in ipairs(KEYS) do
  dead = dead + redis.call('LLEN', base .. 'z')
  for _, channel in ipairs(redis.call('SMEMBERS', base .. 'k')) do
    local key = base .. 'r:' .. channel
    for _, session in ipairs(redis.call('ZRANGE', key, 0, -1)) do
      if not counted[session] then owed = owed + redis.call('LLEN', base .. 'o:' .. session) end
      counted[session] = true
    end
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
    if first and (not oldest or tonumber(first) < tonumber(oldest)) then oldest = first end
  end
end
return { owed, oldest or false, dead }
`,
};
