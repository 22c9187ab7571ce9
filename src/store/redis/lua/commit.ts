/** The script that makes turns durable. The only place that decides whether a turn is applied. */
import type { Script } from '../connection.ts';
import { OWE } from './owe.ts';

/** Seconds a message's id is kept: longer than any platform redelivers. */
export const KEPT = 7 * 24 * 3600;
/** Scores of `d:` are second × this + token; 2^22 keeps them exact in a double until 2038. */
export const TOKENS = 4_194_304;

export const COMMIT: Script = {
  name: 'sbCommit',
  lua: `
-- Turns that came in one tick, each applied wholly or not at all, in order.
-- KEYS: bases of partitions (one only in a cluster).
-- ARGV[1]: '1' to write a mark for WAIT even if nothing is applied. Then of each turn, one after another:
--   '<no of its base in KEYS> <session> <message id> <token of the caller> <expected length> <number of replies>
--   <number of extras> <lease ms or => <wake ms, - (none) or = (as it is)>', in one argument because many are slow; entry;
--   of each reply: '<id> <channel> <JSON>'; of each extra, three: 'event', kind, '<nonce> <session> <JSON>';
--   'snapshot', JSON, ''; 'submission', id, '<sum> <at> <JSON>'; 'withdrawn', id, at.
-- Replies of each turn: 1 applied; 2 applied and the replies leased to the caller; 0 was applied before (by another);
--   {length, entries from expected on} stale; {'conflict', submission id} or {'withdrawn', id} refused;
--   {'fault', error} a key is not what it should be.
-- A script is never rolled back. So a turn first takes the message's id and its place in the session, which tells whether
-- it may; both are given back if it is refused. Every other key is written only when all are known to be what they should.
${OWE}
local call, pcall, format, match = redis.call, redis.pcall, string.format, string.match
local clock = call('TIME')
local second = tonumber(clock[1])
local micros = second * 1000000 + tonumber(clock[2])
local checked = {}

-- The error of a key shared by a partition, if it cannot be written; asked once a call. Naming a channel (SADD) asks too.
local function wrong(command, key, ...)
  local mark = key .. (... or '')
  if checked[mark] then return nil end
  local reply = pcall(command, key, ...)
  if type(reply) == 'table' then return reply.err end
  checked[mark] = true
end

-- This very caller's commit was applied and the answer got lost: its replies may still be the caller's.
local function again(o, lease, reply)
  local id = reply and match(reply, '^%S+')
  for _, one in ipairs(call('LRANGE', o, 0, -1)) do
    local due, _, other = parts(one)
    if other == id then return due == lease and 2 or 1 end
  end
  return 1
end

-- The error of extras that cannot be written, or their refusal; and which submissions are new.
local function refused(base, session, first, last)
  local new = {}
  for n = first, last, 3 do
    local kind, id = ARGV[n], ARGV[n + 1]
    if kind == 'event' then
      local err = wrong('ZCARD', base .. 'e:' .. id) or wrong('SCARD', base .. 'q')
      if err then return { 'fault', err } end
    elseif kind == 'submission' then
      local sum = pcall('HGET', base .. 'b:' .. id, 's')
      local err = type(sum) == 'table' and sum.err or wrong('ZCARD', base .. 'b')
      if err then return { 'fault', err } end
      if sum and sum ~= match(ARGV[n + 2], '^%S+') then return { 'conflict', id } end
      new[id] = not sum
    elseif kind == 'withdrawn' and new[id] == nil then
      local owner = pcall('HGET', base .. 'b:' .. id, 'k')
      if type(owner) == 'table' then return { 'fault', owner.err } end
      if owner ~= session then return { 'withdrawn', id } end
    end
  end
  return nil, new
end

local function writeExtras(base, session, length, first, last, new)
  for n = first, last, 3 do
    local kind, id, what = ARGV[n], ARGV[n + 1], ARGV[n + 2]
    if kind == 'event' then
      micros = micros + 1
      call('ZADD', base .. 'e:' .. id, format('%.0f', micros), what)
      call('SADD', base .. 'q', id)
    elseif kind == 'snapshot' then
      call('SET', base .. 'n:' .. session, length .. ' ' .. id)
    elseif kind == 'submission' and new[id] then
      local sum, at, document = match(what, '^(%S+) (%S+) (.*)$')
      call('HSET', base .. 'b:' .. id, 'k', session, 's', sum, 'a', at, 'd', document)
      call('ZADD', base .. 'b', at, id)
    elseif kind == 'withdrawn' then
      call('HSETNX', base .. 'b:' .. id, 'w', what)
    end
  end
end

-- The channels of the first replies owed.
local function lanesBefore(o, count)
  local busy = {}
  for _, one in ipairs(call('LRANGE', o, 0, count - 1)) do
    local _, _, _, channel = parts(one)
    busy[channel] = true
  end
  return busy
end

-- Does any of the turn's replies go to one of these channels?
local function behind(busy, at, replies)
  for n = 1, replies do
    if busy[match(ARGV[at + n], '^%S+ (%S+)')] then return true end
  end
  return false
end

-- The turn whose entry is ARGV[at].
local function turn(at, base, session, id, token, expected, replies, extras, lease, wake)
  local first, last = at + 1 + replies, at + replies + 3 * extras
  local s, d, o = base .. 's:' .. session, base .. 'd:' .. session, base .. 'o:' .. session

  local added = pcall('ZADD', d, 'NX', format('%.0f', second * ${TOKENS} + token), id)
  if added == 0 then
    if tonumber(call('ZSCORE', d, id)) % ${TOKENS} ~= token then return 0 end
    return again(o, lease, replies > 0 and ARGV[at + 1])
  elseif added ~= 1 then
    -- No memory, a replica, a full disk: what concerns all turns is raised for all; no turn has been written yet.
    if not match(added.err, '^-?WRONGTYPE') then call('ZADD', d, 'NX', 0, id) end
    return { 'fault', added.err }
  end

  local length = pcall('RPUSH', s, ARGV[at])
  local pushed = type(length) == 'number'
  local answer, new
  if not pushed then answer = { 'fault', length.err }
  elseif length ~= expected + 1 then
    answer = { length - 1, length > expected and call('LRANGE', s, expected, -2) or {} }
  else
    local err = wrong('ZCARD', base .. 'x') or (wake ~= '=' and wrong('ZCARD', base .. 'w')) or (wake == '-' and wrong('HLEN', base .. 'l'))
    for n = at + 1, first - 1 do
      local channel = match(ARGV[n], '^%S+ (%S+)')
      err = err or wrong('ZCARD', base .. 'r:' .. channel) or wrong('SADD', base .. 'k', channel)
    end
    if err then answer = { 'fault', err }
    elseif extras > 0 then answer, new = refused(base, session, first, last) end
  end

  micros = micros + 1
  local leased, owed = lease ~= '=', 0
  if not answer then
    local due = leased and lease or format('%.3f', micros / 1000)
    if replies == 0 then owed = leased and pcall('LLEN', o) or 0 end
    for n = at + 1, first - 1 do
      owed = pcall('RPUSH', o, due .. ' 0 ' .. ARGV[n])
      if type(owed) == 'table' then break end
    end
    if type(owed) == 'table' then answer = { 'fault', owed.err }
    else
      local busy = owed > replies and lanesBefore(o, owed - replies) or {}
      if leased and (replies == 0 and owed > 0 or behind(busy, at, replies)) then
        -- Behind what is still owed nothing is leased.
        leased = false
        due = format('%.3f', micros / 1000)
        for n = 1, replies do call('LSET', o, n - replies - 1, due .. ' 0 ' .. ARGV[at + n]) end
      end
      for n = 1, replies do
        local channel = match(ARGV[at + n], '^%S+ (%S+)')
        if not busy[channel] then call('ZADD', base .. 'r:' .. channel, due, session) end
        busy[channel] = true
      end
    end
  end
  if answer then
    call('ZREM', d, id)
    if pushed then call('RPOP', s) end
    return answer
  end

  call('EXPIRE', d, ${KEPT})
  call('ZADD', base .. 'x', format('%.0f', micros), session)
  if wake == '-' then
    call('ZREM', base .. 'w', session)
    call('HDEL', base .. 'l', session)
  elseif wake ~= '=' then call('ZADD', base .. 'w', wake, session) end
  if expected % 32 == 31 then
    call('ZREMRANGEBYSCORE', d, '-inf', format('%.0f', (second - ${KEPT}) * ${TOKENS}))
  end
  if extras > 0 then writeExtras(base, session, length, first, last, new) end
  return leased and 2 or 1
end

local answers = {}
local at = 2
while at < #ARGV do
  local no, session, id, token, expected, replies, extras, lease, wake =
    match(ARGV[at], '^(%d+) (%S+) (%S+) (%d+) (%d+) (%d+) (%d+) (%S+) (%S+)$')
  replies, extras = tonumber(replies), tonumber(extras)
  answers[#answers + 1] = turn(at + 1, KEYS[tonumber(no)], session, id, tonumber(token), tonumber(expected), replies,
    extras, lease, wake)
  at = at + 2 + replies + 3 * extras
end
if ARGV[1] == '1' then call('SET', KEYS[1] .. 'm', format('%.0f', micros)) end
return answers
`,
};
