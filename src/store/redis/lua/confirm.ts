/** The script that forgets replies once they are sent. */
import type { Script } from '../connection.ts';
import { OWE } from './owe.ts';

export const CONFIRM: Script = {
  name: 'sbConfirm',
  lua: `
-- Forgets replies that were sent, wherever they stand; what is not there is fine. A sender that lost its lease forgets
-- its own reply only: who is due next is always told by the first reply left of each lane.
-- KEYS: bases of partitions. ARGV, of each reply: '<no of its base in KEYS> <session> <id>'.
-- Replies: how many were there.
${OWE}
local gone = 0
for at = 1, #ARGV do
  local no, session, wanted = string.match(ARGV[at], '^(%d+) (%S+) (%S+)$')
  local base = KEYS[tonumber(no)]
  local o = base .. 'o:' .. session
  -- Nearly always it is the first.
  local head = redis.call('LPOP', o)
  if head then
    local _, _, id, channel = parts(head)
    if id == wanted then
      settle(base, session, channel)
      gone = gone + 1
    else
      redis.call('LPUSH', o, head)
      for _, one in ipairs(redis.call('LRANGE', o, 1, -1)) do
        local _, _, other, lane = parts(one)
        if other == wanted then
          gone = gone + redis.call('LREM', o, 1, one)
          settle(base, session, lane)
        end
      end
    end
  end
end
return gone
`,
};
