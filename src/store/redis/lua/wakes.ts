/** The scripts that find and lease sessions whose time has come. */
import type { Script } from '../connection.ts';

/** `isLeased(base, session, at, now)`: is the wake for `at` somebody's? */
const LEASED = `
local function isLeased(base, session, at, now)
  local lease = redis.call('HGET', base .. 'l', session)
  if not lease then return false end
  local of, till = string.match(lease, '^(%S+) (%S+)$')
  return of == at and tonumber(till) > tonumber(now)
end
`;

export const DUE_WAKES: Script = {
  name: 'sbDueWakes',
  lua: `
-- Sessions to be woken that nobody has leased, of each partition the earliest.
-- KEYS: bases of partitions. ARGV[1]: now ms; [2]: how many of each at most.
-- Replies, flat: session, when it wanted to be woken, ms; ...
${LEASED}
local found = {}
for _, base in ipairs(KEYS) do
  local from, wanted = 0, tonumber(ARGV[2])
  while wanted > 0 do
    local due = redis.call('ZRANGEBYSCORE', base .. 'w', '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', from, 64)
    for n = 1, #due, 2 do
      if wanted > 0 and not isLeased(base, due[n], due[n + 1], ARGV[1]) then
        found[#found + 1] = due[n]
        found[#found + 1] = due[n + 1]
        wanted = wanted - 1
      end
    end
    if #due < 128 then break end
    from = from + 64
  end
end
return found
`,
};

export const LEASE_WAKES: Script = {
  name: 'sbLeaseWakes',
  lua: `
-- Leases wakes as far as they are still due and nobody else's. A lease is of the time it was for: a session that wants
-- to be woken at another time meanwhile is leased by nobody.
-- KEYS: bases of partitions. ARGV[1]: now ms; [2]: leased until, ms; then of each: no of its base in KEYS, session.
-- Replies, flat: session, when it wanted to be woken, ms; ...
${LEASED}
local leased = {}
for at = 3, #ARGV, 2 do
  local base, session = KEYS[tonumber(ARGV[at])], ARGV[at + 1]
  local due = redis.call('ZSCORE', base .. 'w', session)
  if due and tonumber(due) <= tonumber(ARGV[1]) and not isLeased(base, session, due, ARGV[1]) then
    redis.call('HSET', base .. 'l', session, due .. ' ' .. ARGV[2])
    leased[#leased + 1] = session
    leased[#leased + 1] = due
  end
end
return leased
`,
};
