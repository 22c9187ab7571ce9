/** Every adapter shows messages by the contract; the worked example also runs by it. */

import feishu from '../../adapters/feishu.ts';
import telegram from '../../adapters/telegram.ts';
import wechat from '../../adapters/wechat.ts';
import example, { LINE_LIMIT } from '../platforms/example-adapter.ts';
import { openLineServer } from '../platforms/line-server.ts';
import { looksContract, runsContract } from './contract.ts';

looksContract('the example', {
  adapter: example,
  file: 'test/platforms/example-adapter.ts',
  environment: { LINES_PORT: '1' },
  limit: LINE_LIMIT,
});
looksContract('WeChat', {
  adapter: wechat,
  file: 'adapters/wechat.ts',
  environment: { WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_x' },
  limit: 1_800,
});
looksContract('Telegram', {
  adapter: telegram,
  file: 'adapters/telegram.ts',
  environment: { TELEGRAM_BOT_TOKEN: '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  limit: 4_096,
});
looksContract('Feishu', {
  adapter: feishu,
  file: 'adapters/feishu.ts',
  environment: { FEISHU_APP_ID: 'cli_0123456789abcdef', FEISHU_APP_SECRET: 'secret' },
  limit: 20_000,
});

runsContract('the example', example, async () => {
  const server = await openLineServer();
  return {
    environment: { LINES_PORT: String(server.port) },
    to: { channel: 'lines', user: 'u1', chat: 'private' },
    says: (text) => server.says('u1', text),
    seen: () => server.seenBy('u1'),
    unacknowledged: () => server.unacknowledged(),
    refuse: () => server.refuse(true),
    kill: () => server.kill(),
  };
});
