/** The script that finds what is due, changing nothing. */
import type { Script } from '../connection.ts';

export const DUE: Script = {
  name: 'sbDue',
  lua: `
-- Sessions that are owed a reply that is due, of each channel those that have been due longest.
-- KEYS: bases of partitions. ARGV[1]: now ms; [2]: how many of each at most; then the channels; without any: all.
-- Replies, flat: channel, session, due ms; ...
local found = {}
for _, base in ipairs(KEYS) do
  local channels = {}
  for n = 3, #ARGV do channels[#channels + 1] = ARGV[n] end
  if #ARGV == 2 then channels = redis.call('SMEMBERS', base .. 'k') end
  for _, channel in ipairs(channels) do
    local due = redis.call('ZRANGEBYSCORE', base .. 'r:' .. channel, '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[2])
    for n = 1, #due, 2 do
      local last = #found
      found[last + 1], found[last + 2], found[last + 3] = channel, due[n], due[n + 1]
    end
  end
end
return found
`,
};
