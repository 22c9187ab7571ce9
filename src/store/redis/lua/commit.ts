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
--   no of its base in KEYS, session, message id, token of the caller, expected length, entry,
--   lease ms or '', wake ms or '-' (none) or '' (as it is), snapshot or '',
--   number of replies, number of events, submission id or '', withdrawn id or '';
--   with a submission: sum, at, document; with a withdrawn one: at;
--   of each reply: '<id> <channel> <JSON>'; of each event: kind, '<nonce> <session> <JSON>'.
-- Replies of each turn: 1 applied; 2 applied and the replies leased to the caller; 0 was applied before (by another);
--   {length, entries from expected on} stale; {'conflict', submission id} or {'withdrawn', id} refused;
--   {'fault', error} a key is not what it should be.
-- Nothing is written for a turn before every key it writes has been read: there is no rollback.
${OWE}
local clock = redis.call('TIME')
local second = tonumber(clock[1])
local micros = second * 1000000 + tonumber(clock[2])
local checked = {}
local at = 1

local function take()
  at = at + 1
  return ARGV[at]
end

-- The error of a read, if it is one.
local function wrong(reply)
  return type(reply) == 'table' and reply.err or nil
end

-- Checks a key shared by a partition once a call.
local function shared(command, key)
  if checked[key] then return nil end
  local err = wrong(redis.pcall(command, key))
  if not err then checked[key] = true end
  return err
end

-- Was it this caller's own commit, whose reply got lost? Its replies may still be the caller's.
local function again(t)
  local owed = redis.call('LRANGE', t.o, 0, -1)
  for _, one in ipairs(owed) do
    local due, _, id = parts(one)
    if t.replies[1] and id == string.match(t.replies[1], '^%S+') then
      return due == t.lease and 2 or 1
    end
  end
  return 1
end

local function turn(t)
  local base, session = t.base, t.session
  local s, d = base .. 's:' .. session, base .. 'd:' .. session
  t.o = base .. 'o:' .. session
  local score = redis.pcall('ZSCORE', d, t.inbound)
  if wrong(score) then return { 'fault', score.err } end
  local owed = redis.pcall('LLEN', t.o)
  if wrong(owed) then return { 'fault', owed.err } end
  if score then
    if tonumber(score) % ${TOKENS} == t.token then return again(t) end
    return 0
  end
  local length = redis.pcall('LLEN', s)
  if wrong(length) then return { 'fault', length.err } end
  if length ~= t.expected then
    return { length, length > t.expected and redis.call('LRANGE', s, t.expected, -1) or {} }
  end
  local err = shared('ZCARD', base .. 'x')
  if t.wake ~= '' then err = err or shared('ZCARD', base .. 'w') or shared('HLEN', base .. 'l') end
  local channel
  if t.replies[1] and owed == 0 then
    channel = string.match(t.replies[1], '^%S+ (%S+)')
    err = err or shared('ZCARD', base .. 'r:' .. channel) or shared('SCARD', base .. 'k')
  end
  for n = 1, #t.events, 2 do
    err = err or shared('ZCARD', base .. 'e:' .. t.events[n]) or shared('SCARD', base .. 'q')
  end
  local filed
  if t.submission ~= '' and not err then
    filed = redis.pcall('HGET', base .. 'b:' .. t.submission, 's')
    err = wrong(filed) or shared('ZCARD', base .. 'b')
    if not err and filed and filed ~= t.sum then return { 'conflict', t.submission } end
  end
  if t.withdrawn ~= '' and t.withdrawn ~= t.submission and not err then
    local owner = redis.pcall('HGET', base .. 'b:' .. t.withdrawn, 'k')
    err = wrong(owner)
    if not err and owner ~= session then return { 'withdrawn', t.withdrawn } end
  end
  if err then return { 'fault', err } end

  micros = micros + 1
  redis.call('RPUSH', s, t.entry)
  redis.call('ZADD', d, string.format('%.0f', second * ${TOKENS} + t.token), t.inbound)
  if t.expected % 32 == 31 then
    redis.call('ZREMRANGEBYSCORE', d, '-inf', string.format('%.0f', (second - ${KEPT}) * ${TOKENS}))
  end
  redis.call('EXPIRE', d, ${KEPT})
  redis.call('ZADD', base .. 'x', string.format('%.0f', micros), session)
  local leased = t.lease ~= '' and owed == 0
  if t.replies[1] then
    local due = leased and t.lease or string.format('%.3f', micros / 1000)
    for n = 1, #t.replies do redis.call('RPUSH', t.o, due .. ' 0 ' .. t.replies[n]) end
    if owed == 0 then ready(base, session, channel, due) end
  end
  if t.snapshot ~= '' then redis.call('SET', base .. 'n:' .. session, (length + 1) .. ' ' .. t.snapshot) end
  if t.wake == '-' then redis.call('ZREM', base .. 'w', session)
  elseif t.wake ~= '' then redis.call('ZADD', base .. 'w', t.wake, session) end
  if t.wake ~= '' then redis.call('HDEL', base .. 'l', session) end
  for n = 1, #t.events, 2 do
    micros = micros + 1
    redis.call('ZADD', base .. 'e:' .. t.events[n], string.format('%.0f', micros), t.events[n + 1])
    redis.call('SADD', base .. 'q', t.events[n])
  end
  if t.submission ~= '' and not filed then
    redis.call('HSET', base .. 'b:' .. t.submission, 'k', session, 's', t.sum, 'a', t.filed, 'd', t.document)
    redis.call('ZADD', base .. 'b', t.filed, t.submission)
  end
  if t.withdrawn ~= '' then redis.call('HSETNX', base .. 'b:' .. t.withdrawn, 'w', t.back) end
  return leased and 2 or 1
end

local answers = {}
while at < #ARGV do
  local t = {}
  t.base, t.session, t.inbound, t.token, t.expected = KEYS[tonumber(take())], take(), take(), tonumber(take()), tonumber(take())
  t.entry, t.lease, t.wake, t.snapshot = take(), take(), take(), take()
  local replies, events = tonumber(take()), tonumber(take())
  t.submission, t.withdrawn = take(), take()
  if t.submission ~= '' then t.sum, t.filed, t.document = take(), take(), take() end
  if t.withdrawn ~= '' then t.back = take() end
  t.replies, t.events = {}, {}
  for n = 1, replies do t.replies[n] = take() end
  for n = 1, events * 2 do t.events[n] = take() end
  answers[#answers + 1] = turn(t)
end
if ARGV[1] == '1' then redis.call('SET', KEYS[1] .. 'm', string.format('%.0f', micros)) end
return answers
`,
};
