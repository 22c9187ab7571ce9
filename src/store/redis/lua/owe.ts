/** Lua functions about replies owed, put at the start of the scripts that need them. Runs by itself nowhere. */

/**
 * `parts(one)`: due, attempts, id, channel of an element of `o:`; `reply(one)`: its JSON. `ready(base, session, channel,
 * due)`: puts a session among those of its first reply's channel. `settle(base, session, before)`: does that anew after
 * its replies changed; `before` is the channel it stood under.
 */
export const OWE = `
local function parts(one)
  return string.match(one, '^(%S+) (%S+) (%S+) (%S+)')
end

local function reply(one)
  return string.match(one, '^%S+ %S+ %S+ %S+ (.*)$')
end

local function ready(base, session, channel, due)
  local key = base .. 'r:' .. channel
  if redis.call('ZADD', key, due, session) == 1 and redis.call('ZCARD', key) == 1 then
    redis.call('SADD', base .. 'k', channel)
  end
end

local function settle(base, session, before)
  local head = redis.call('LINDEX', base .. 'o:' .. session, 0)
  local due, _, _, channel
  if head then due, _, _, channel = parts(head) end
  if before ~= channel then redis.call('ZREM', base .. 'r:' .. before, session) end
  if head then ready(base, session, channel, due) end
end
`;
