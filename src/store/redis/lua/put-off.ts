/** The script that gives replies back: not sent, due again later. */
import type { Script } from '../connection.ts';
import { OWE } from './owe.ts';

export const PUT_OFF: Script = {
  name: 'sbPutOff',
  lua: `
-- Puts a reply off and frees those behind it in its lane, which were not sent either.
-- KEYS[1]: base. ARGV: session, id, due again at ms, attempts to add (0 or 1).
-- Replies: 1, or 0 when there is no such reply.
${OWE}
local base, session = KEYS[1], ARGV[1]
local o = base .. 'o:' .. session
local clock = redis.call('TIME')
local now = string.format('%.3f', tonumber(clock[1]) * 1000 + tonumber(clock[2]) / 1000)
local lane
for n, one in ipairs(redis.call('LRANGE', o, 0, -1)) do
  local due, attempts, id, channel = parts(one)
  local rest = ' ' .. id .. ' ' .. channel .. ' ' .. reply(one)
  if id == ARGV[2] then
    lane = channel
    redis.call('LSET', o, n - 1, ARGV[3] .. ' ' .. (tonumber(attempts) + tonumber(ARGV[4])) .. rest)
  elseif lane == channel and tonumber(due) > tonumber(now) then
    redis.call('LSET', o, n - 1, now .. ' ' .. attempts .. rest)
  end
end
if not lane then return 0 end
settle(base, session, lane)
return 1
`,
};
