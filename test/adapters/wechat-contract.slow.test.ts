/** The WeChat channel by the contract of adapters, through the real wechaty and a puppet server over gRPC. */
import { TEMPO, wechatAt } from '../../adapters/wechat.ts';
import { openWechatServer } from '../platforms/wechat-server.ts';
import { runsContract } from './contract.ts';

const quick = wechatAt({
  ...TEMPO,
  pace: { gap: 0, jitter: 0, perMinute: 100_000, patience: 20_000 },
  line: { ...TEMPO.line, first: 20 },
});

runsContract('WeChat', quick, async () => {
  const server = await openWechatServer();
  server.person('u1', '王');
  return {
    environment: server.environment,
    secret: server.environment.WECHATY_PUPPET_SERVICE_TOKEN ?? '',
    to: { channel: 'wechat', user: 'u1', chat: 'private' },
    says: (text) => void server.says('u1', text),
    seen: () => server.sent.filter(({ to }) => to === 'u1').map(({ text }) => text),
    refuse: () => server.refuse('操作过于频繁'),
    kill: () => server.close(),
  };
});
