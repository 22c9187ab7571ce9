/** The script that finds what is due, changing nothing. */
import type { Script } from '../connection.ts';

export const DUE: Script = {
  name: 'sbDue',
  lua: `
-- Sessions that are due, of each zset the longest due ones.
-- KEYS: bases of partitions. ARGV[1]: now ms; [2]: how many of each at most; then the names of the zsets below a base
--   ('w', 'r:telegram', ...); without any: the 'r:' of every channel.
-- Replies, flat: no of the base in KEYS, name of the zset, session, score; ...
local found = {}
for no, base in ipairs(KEYS) do
  local names = {}
  for n = 3, #ARGV do names[#names + 1] = ARGV[n] end
  if #ARGV == 2 then
    for _, channel in ipairs(redis.call('SMEMBERS', base .. 'k')) do names[#names + 1] = 'r:' .. channel end
  end
  for _, name in ipairs(names) do
    local due = redis.call('ZRANGEBYSCORE', base .. name, '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[2])
    for n = 1, #due, 2 do
      local last = #found
      found[last + 1], found[last + 2], found[last + 3], found[last + 4] = no, name, due[n], due[n + 1]
    end
  end
end
return found
`,
};
