/** Lua functions about replies owed, put at the start of the scripts that need them. Runs by itself nowhere. */

/**
 * `parts(one)`: due, attempts, id, channel of an element of `o:`; `reply(one)`: its JSON. `settle(base, session, lane)`:
 * puts a session where it belongs among those that are owed something on a channel, after its replies there changed.
 */
export const OWE = `
local function parts(one)
  return string.match(one, '^(%S+) (%S+) (%S+) (%S+)')
end

local function reply(one)
  return string.match(one, '^%S+ %S+ %S+ %S+ (.*)$')
end

local function settle(base, session, lane)
  local o = base .. 'o:' .. session
  local first
  local head = redis.call('LINDEX', o, 0)
  if head then
    local due, _, _, channel = parts(head)
    if channel == lane then first = due
    else
      for _, one in ipairs(redis.call('LRANGE', o, 1, -1)) do
        due, _, _, channel = parts(one)
        if channel == lane then first = due; break end
      end
    end
  end
  if first then redis.call('ZADD', base .. 'r:' .. lane, first, session)
  else redis.call('ZREM', base .. 'r:' .. lane, session) end
end
`;
