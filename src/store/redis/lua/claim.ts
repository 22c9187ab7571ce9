/** The script that leases replies to a sender. */
import type { Script } from '../connection.ts';
import { OWE } from './owe.ts';

export const CLAIM: Script = {
  name: 'sbClaim',
  lua: `
-- Leases the first replies of each session, as far as they are due.
-- KEYS: bases of partitions. ARGV[1]: now ms; [2]: leased until, ms; then of each session: no of its base in KEYS,
--   session, how many at most, channel of its first reply or '' for any.
-- Replies, flat: session, attempts, reply JSON; ...
${OWE}
local now = tonumber(ARGV[1])
local claimed = {}
for at = 3, #ARGV, 4 do
  local base, session = KEYS[tonumber(ARGV[at])], ARGV[at + 1]
  local o = base .. 'o:' .. session
  local first
  for n, one in ipairs(redis.call('LRANGE', o, 0, tonumber(ARGV[at + 2]) - 1)) do
    local due, attempts, id, channel = parts(one)
    if tonumber(due) > now then break end
    if n == 1 and ARGV[at + 3] ~= '' and ARGV[at + 3] ~= channel then break end
    first = first or channel
    local json = reply(one)
    redis.call('LSET', o, n - 1, ARGV[2] .. ' ' .. attempts .. ' ' .. id .. ' ' .. channel .. ' ' .. json)
    local last = #claimed
    claimed[last + 1], claimed[last + 2], claimed[last + 3] = session, attempts, json
  end
  if first then redis.call('ZADD', base .. 'r:' .. first, ARGV[2], session) end
end
return claimed
`,
};
