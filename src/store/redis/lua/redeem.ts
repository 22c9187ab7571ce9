/** The script that takes a short code, once. */
import type { Script } from '../connection.ts';

export const REDEEM: Script = {
  name: 'sbRedeem',
  lua: `
-- Takes a code. The same caller may ask again (its answer may have been lost), nobody else.
-- KEYS[1]: key of the code. ARGV: token of the caller, now ms.
-- Replies: session, or false when the code is unknown, over or taken.
local code = redis.call('GET', KEYS[1])
if not code then return false end
local till, session, token = string.match(code, '^(%S+) (%S+) ?(%S*)$')
if tonumber(till) <= tonumber(ARGV[2]) or (token ~= '' and token ~= ARGV[1]) then return false end
if token == '' then redis.call('SET', KEYS[1], code .. ' ' .. ARGV[1], 'KEEPTTL') end
return session
`,
};
