/** The scripts that take in what another store dumped; what is there already stays as it is. */
import type { Script } from '../connection.ts';
import { KEPT, TOKENS } from './commit.ts';
import { OWE } from './owe.ts';

export const RESTORE_SESSION: Script = {
  name: 'sbRestoreSession',
  lua: `
-- A session with its turns, unless it has some.
-- KEYS[1]: base. ARGV: session, snapshot or '', wake ms or '', entries...
-- Replies: 1, or 0 when it was there.
local base, session = KEYS[1], ARGV[1]
local s = base .. 's:' .. session
if redis.call('EXISTS', s) == 1 or #ARGV == 3 then return 0 end
for n = 4, #ARGV do redis.call('RPUSH', s, ARGV[n]) end
if ARGV[2] ~= '' then redis.call('SET', base .. 'n:' .. session, ARGV[2]) end
if ARGV[3] ~= '' then redis.call('ZADD', base .. 'w', ARGV[3], session) end
local clock = redis.call('TIME')
redis.call('ZADD', base .. 'x', string.format('%.0f', tonumber(clock[1]) * 1000000 + tonumber(clock[2])), session)
return 1
`,
};

export const RESTORE_SEEN: Script = {
  name: 'sbRestoreSeen',
  lua: `
-- Ids of messages a session took before; kept from now on.
-- KEYS[1]: base. ARGV: session, ids...
local d = KEYS[1] .. 'd:' .. ARGV[1]
local score = string.format('%.0f', tonumber(redis.call('TIME')[1]) * ${TOKENS})
for n = 2, #ARGV do redis.call('ZADD', d, 'NX', score, ARGV[n]) end
return redis.call('EXPIRE', d, ${KEPT})
`,
};

export const RESTORE_REPLY: Script = {
  name: 'sbRestoreReply',
  lua: `
-- A reply owed, behind the others of its lane.
-- KEYS[1]: base. ARGV: session, due ms, attempts, '<id> <channel> <JSON>'.
-- Replies: 1, or 0 when it was there.
${OWE}
local base, session = KEYS[1], ARGV[1]
local o = base .. 'o:' .. session
local id, channel = string.match(ARGV[4], '^(%S+) (%S+)')
for _, one in ipairs(redis.call('LRANGE', o, 0, -1)) do
  local _, _, other = parts(one)
  if other == id then return 0 end
end
redis.call('SADD', base .. 'k', channel)
redis.call('RPUSH', o, ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[4])
settle(base, session, channel)
return 1
`,
};

export const RESTORE_DEAD: Script = {
  name: 'sbRestoreDead',
  lua: `
-- A dead letter, as the newest.
-- KEYS[1]: base. ARGV[1]: '<attempts> <session> <reason JSON>\\\\n<JSON>'.
-- Replies: 1, or 0 when it was there.
local z = KEYS[1] .. 'z'
for _, one in ipairs(redis.call('LRANGE', z, 0, -1)) do
  if string.sub(one, -#ARGV[1]) == ARGV[1] then return 0 end
end
local clock = redis.call('TIME')
redis.call('LPUSH', z, string.format('%.0f', tonumber(clock[1]) * 1000000 + tonumber(clock[2])) .. ' ' .. ARGV[1])
return 1
`,
};
