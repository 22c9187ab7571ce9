/** The script that makes a dead letter of a reply. */
import type { Script } from '../connection.ts';
import { OWE } from './owe.ts';

export const BURY: Script = {
  name: 'sbBury',
  lua: `
-- Moves a reply that cannot be sent to the dead letters and frees those behind it in its lane.
-- KEYS[1]: base. ARGV: session, id, reason JSON.
-- Replies: 1, or 0 when there is no such reply.
${OWE}
local base, session = KEYS[1], ARGV[1]
local o = base .. 'o:' .. session
local clock = redis.call('TIME')
local micros = string.format('%.0f', tonumber(clock[1]) * 1000000 + tonumber(clock[2]))
local now = string.format('%.3f', tonumber(micros) / 1000)
local dead, lane
for n, one in ipairs(redis.call('LRANGE', o, 0, -1)) do
  local due, attempts, id, channel = parts(one)
  if id == ARGV[2] and not dead then
    dead, lane = one, channel
    redis.call('LPUSH', base .. 'z', micros .. ' ' .. attempts .. ' ' .. session .. ' ' .. ARGV[3] .. '\\n' .. reply(one))
  elseif lane == channel and tonumber(due) > tonumber(now) then
    redis.call('LSET', o, n - 1, now .. ' ' .. attempts .. ' ' .. id .. ' ' .. channel .. ' ' .. reply(one))
  end
end
if not dead then return 0 end
redis.call('LREM', o, 1, dead)
settle(base, session, lane)
return 1
`,
};
