/** A house with the Feishu channel open against a local Feishu: what most tests of the adapter begin with. */
import feishu, { feishuAt } from '../../../adapters/feishu.ts';
import type { Channel, Intake } from '../../../src/channel.ts';
import type { FeishuServer } from '../feishu-server.ts';
import { openFeishuServer } from '../feishu-server.ts';
import type { House, HouseParts } from '../house.ts';
import { openHouse } from '../house.ts';
import { APP_ID, APP_SECRET } from './rest.ts';

export interface Office {
  readonly server: FeishuServer;
  readonly house: House;
  readonly channel: Channel;
  close(): Promise<void>;
}

export const environmentOf = (server: FeishuServer): Readonly<Record<string, string>> => ({
  FEISHU_APP_ID: APP_ID,
  FEISHU_APP_SECRET: APP_SECRET,
  FEISHU_DOMAIN: server.url,
});

/** A connection that is looked at often, so that tests need not wait. */
export const QUICK = feishuAt({ look: 10, first: 50, most: 200, ping: 200, ask: 100 });

export async function openOffice(
  parts: HouseParts & {
    readonly environment?: Readonly<Record<string, string>>;
    readonly intake?: (own: Intake) => Intake;
    readonly usualPace?: boolean;
  } = {},
): Promise<Office> {
  const server = await openFeishuServer();
  const house = await openHouse(parts);
  const own = house.intakeFor('feishu');
  const channel = await house.open(
    parts.usualPace === true ? feishu : QUICK,
    { ...environmentOf(server), ...parts.environment },
    parts.intake?.(own) ?? own,
  );
  return {
    server,
    house,
    channel,
    async close() {
      await house.close();
      await server.close();
    },
  };
}

/** Waits until something is so, 5 s at most. */
export async function until(is: () => boolean, within = 5_000): Promise<void> {
  const began = Date.now();
  while (!is()) {
    if (Date.now() - began > within) throw new Error(`not so after ${within} ms: ${is}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
