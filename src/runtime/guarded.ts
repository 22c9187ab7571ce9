/**
 * A channel whose faults stay its own: whatever its adapter throws, asking how it is gives an answer, and sending and closing
 * reject instead of throwing. Mends nothing and hides no fault of a delivery.
 */
import type { Channel, Health } from '../channel.ts';

export function guarded(channel: Channel): Channel {
  return {
    name: channel.name,
    capabilities: channel.capabilities,
    routes: channel.routes,
    async send(outbound, key, signal) {
      await channel.send(outbound, key, signal);
    },
    health(): Health {
      try {
        return channel.health();
      } catch (error) {
        const kind = error instanceof Error ? error.name : typeof error;
        return {
          state: 'broken',
          why: {
            zh: `说不出自己的状况（${kind}）：适配有缺陷`,
            en: `cannot say how it is (${kind}): a defect of its adapter`,
          },
        };
      }
    },
    async close() {
      await channel.close();
    },
  };
}
