/** A channel that shows plain text and nothing else, for tests that care only what is handed to it. */
import type { Capabilities, Channel } from '../../src/channel.ts';

export const PLAIN: Capabilities = {
  buttons: false,
  edit: false,
  cards: false,
  groups: true,
  proactive: true,
  filesIn: 0,
  filesOut: 0,
  textLimit: 4000,
  labelLimit: 0,
  buttonLimit: 0,
};

export function plainChannel(name: string, send: Channel['send'], more: Partial<Capabilities> = {}): Channel {
  return { name, capabilities: { ...PLAIN, ...more }, send, health: () => ({ state: 'open' }), close: async () => {} };
}
