/** The script that takes a short code, once. */
import type { Script } from '../connection.ts';

export const REDEEM: Script = {
  name: 'sbRedeem',
  lua: `
-- Takes a code. Whoever took it may ask again (it may have died meanwhile), nobody else.
-- KEYS[1]: key of the code. ARGV: who takes it, now ms, for how many ms it may ask again.
-- Replies: session, or false when the code is unknown, over or taken by another.
local code = redis.call('GET', KEYS[1])
if not code then return false end
local till, session, taker = string.match(code, '^(%S+) (%S+) ?(%S*)$')
if tonumber(till) <= tonumber(ARGV[2]) or (taker ~= '' and taker ~= ARGV[1]) then return false end
if taker == '' then
  local again = string.format('%.0f', tonumber(ARGV[2]) + tonumber(ARGV[3]))
  redis.call('SET', KEYS[1], again .. ' ' .. session .. ' ' .. ARGV[1], 'PX', ARGV[3])
end
return session
`,
};
