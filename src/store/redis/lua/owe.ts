/** Lua functions about replies owed, put at the start of the scripts that need them. Runs by itself nowhere. */

/**
 * `parts(one)`: due, attempts, id, channel of an element of `o:`; `reply(one)`: its JSON. `settle(base, session, before)`:
 * puts a session among those of its first reply's channel after its replies changed; `before` is where it stood.
 */
export const OWE = `
local function parts(one)
  return string.match(one, '^(%S+) (%S+) (%S+) (%S+)')
end

local function reply(one)
  return string.match(one, '^%S+ %S+ %S+ %S+ (.*)$')
end

local function settle(base, session, before)
  local head = redis.call('LINDEX', base .. 'o:' .. session, 0)
  local due, _, _, channel
  if head then due, _, _, channel = parts(head) end
  if before ~= channel then redis.call('ZREM', base .. 'r:' .. before, session) end
  if head then redis.call('ZADD', base .. 'r:' .. channel, due, session) end
end
`;
