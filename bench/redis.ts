/**
 * The Redis part: the assistant on a server of its own beside bare limits of the same run. Starts and ends its servers;
 * touches none that was there.
 */
import type { Call } from '../src/flow/call.ts';
import { benchPace } from './redis-pace.ts';
import { benchPrice } from './redis-price.ts';
import { benchModes, benchRates } from './redis-rates.ts';
import { benchRestart } from './redis-restart.ts';
import { openServer } from './redis-server.ts';
import type { Report } from './report.ts';

/** Runs the part and reports it. `root`: the project's folder, with a slash at its end. */
export async function benchRedis(root: string, call: Call, report: Report): Promise<void> {
  const server = await openServer();
  try {
    await benchRates(server, call, report);
    await benchPrice(server, call, report);
    await benchPace(server, call, report);
    await benchRestart(server, root, report);
  } finally {
    await server.stop();
  }
  await benchModes(call, report);
}
