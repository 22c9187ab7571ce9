/** The Telegram channel by the contract of adapters, through grammY against a local Bot API server. */
import telegram from '../../adapters/telegram.ts';
import { Refused } from '../platforms/telegram/methods.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';
import { runsContract } from './contract.ts';

const PERSON = 801;

runsContract('Telegram', telegram, async () => {
  const server = await openTelegramServer();
  server.world.reachable.add(PERSON);
  let killed: Promise<void> | undefined;
  return {
    environment: { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url },
    secret: server.token,
    to: { channel: 'telegram', user: String(PERSON), chat: 'private' },
    says: (text) => void server.world.say(PERSON, text),
    seen: () => server.world.ours(PERSON).map(({ text }) => text),
    unacknowledged: () => server.waiting.length,
    refuse: () => server.befall('sendMessage', new Refused(500, 'Internal Server Error')),
    kill() {
      killed ??= server.close();
      return killed;
    },
  };
});
