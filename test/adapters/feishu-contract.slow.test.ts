/** The Feishu channel by the contract of adapters, through its real SDK and a local Feishu. */
import { environmentOf, QUICK } from '../platforms/feishu/office.ts';
import { personAt, wordsOf } from '../platforms/feishu/person.ts';
import { APP_SECRET } from '../platforms/feishu/rest.ts';
import { openFeishuServer } from '../platforms/feishu-server.ts';
import { runsContract } from './contract.ts';

/** When an event that was not acknowledged comes again first, ms. */
const AGAIN = 15_000;
const REFUSED = { status: 400, body: JSON.stringify({ code: 230_013, msg: 'the user cannot be written to' }) };

runsContract('Feishu', QUICK, async () => {
  const server = await openFeishuServer();
  const wang = personAt(server, 'ou_wang');
  let killed: Promise<void> | undefined;
  let said = 0;
  return {
    environment: environmentOf(server),
    secret: APP_SECRET,
    to: { channel: 'feishu', user: 'ou_wang', chat: 'private' },
    says(text) {
      said += 1;
      // Events find no connection before it is up.
      const tell = async (): Promise<void> => {
        while (server.connections() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        const ack = await server.deliver(wang.saying(text));
        if (ack?.code !== 200) await server.pass(AGAIN);
      };
      void tell();
    },
    seen: () => wang.seen().map(wordsOf),
    unacknowledged: () => said - server.acks.filter(({ code }) => code === 200).length,
    refuse: () => server.befall('/im/v1/messages', REFUSED, REFUSED, REFUSED),
    kill() {
      killed ??= server.close();
      return killed;
    },
  };
});
