/** The script that leases replies to a sender. */
import type { Script } from '../connection.ts';
import { OWE } from './owe.ts';

export const CLAIM: Script = {
  name: 'sbClaim',
  lua: `
-- Leases the first replies of each lane of each session, as far as they are due.
-- KEYS: bases of partitions. ARGV[1]: now ms; [2]: leased until, ms; then of each session: no of its base in KEYS,
--   session, how many at most, channels with commas between or '' for any.
-- Replies, flat: session, attempts, reply JSON; ...
${OWE}
local now = tonumber(ARGV[1])
local claimed = {}
for at = 3, #ARGV, 4 do
  local base, session, left = KEYS[tonumber(ARGV[at])], ARGV[at + 1], tonumber(ARGV[at + 2])
  local o = base .. 'o:' .. session
  local wanted = ',' .. ARGV[at + 3] .. ','
  local waiting, begun = {}, {}
  for n, one in ipairs(redis.call('LRANGE', o, 0, -1)) do
    if left == 0 then break end
    local due, attempts, id, channel = parts(one)
    if not waiting[channel] and (wanted == ',,' or string.find(wanted, ',' .. channel .. ',', 1, true)) then
      if tonumber(due) > now then waiting[channel] = true
      else
        local json = reply(one)
        redis.call('LSET', o, n - 1, ARGV[2] .. ' ' .. attempts .. ' ' .. id .. ' ' .. channel .. ' ' .. json)
        if not begun[channel] then
          begun[channel] = true
          redis.call('ZADD', base .. 'r:' .. channel, ARGV[2], session)
        end
        local last = #claimed
        claimed[last + 1], claimed[last + 2], claimed[last + 3] = session, attempts, json
        left = left - 1
      end
    end
  end
end
return claimed
`,
};
