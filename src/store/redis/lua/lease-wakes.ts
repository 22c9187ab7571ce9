/** The script that leases sessions whose time has come. */
import type { Script } from '../connection.ts';

export const LEASE_WAKES: Script = {
  name: 'sbLeaseWakes',
  lua: `
-- Leases wakes as far as they are still due.
-- KEYS: bases of partitions. ARGV[1]: now ms; [2]: leased until, ms; then of each: no of its base in KEYS, session.
-- Replies, flat: session, when it wanted to be woken, ms; ...
local leased = {}
for at = 3, #ARGV, 2 do
  local base, session = KEYS[tonumber(ARGV[at])], ARGV[at + 1]
  local due = redis.call('ZSCORE', base .. 'w', session)
  if due and tonumber(due) <= tonumber(ARGV[1]) then
    redis.call('HSETNX', base .. 'l', session, due)
    redis.call('ZADD', base .. 'w', ARGV[2], session)
    leased[#leased + 1] = session
    leased[#leased + 1] = redis.call('HGET', base .. 'l', session)
  end
end
return leased
`,
};
