/** An organizer connects a platform: told the steps, asked for what it gave them, which is checked and written to `.env`. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAsking } from '../../src/cli/asking.ts';
import type { SetupParts } from '../../src/cli/setup-platform.ts';
import { connectFeishu, connectTelegram, connectWechat } from '../../src/cli/setup-platform.ts';
import type { Scan } from '../platforms/feishu/registration.ts';
import { AUTHORITY, openRegistration } from '../platforms/feishu/registration.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';
import type { Place } from './program.ts';
import { openPlace } from './program.ts';

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.remove());

const written = (): string => readFileSync(join(place.path, '.env'), 'utf8');

it.each([
  ['telegram', ['/newbot', '/setprivacy', 'TELEGRAM_BOT_TOKEN=']],
  ['feishu', ['im:message.p2p_msg:readonly', 'im.message.receive_v1', 'card.action.trigger', 'FEISHU_APP_SECRET=']],
  ['wechat', ['风险', 'Know the risk first', 'WECHATY_PUPPET_SERVICE_TOKEN=']],
] as const)('%s is told in steps, Chinese first, where nobody is at the terminal', async (name, words) => {
  const { code, out, err } = await place.run(['setup', name]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const word of words) expect(out).toContain(word);
  expect(out).toMatch(/^1\. \P{ASCII}.*\n\n1\. [A-Z]/su);
});

it.each([
  [['setup']],
  [['setup', 'telegrm']],
  [['setup', 'constructor']],
  [['setup', 'telegram', '--lark']],
  [['setup', 'wechat', '--scan']],
])('%j ends with 2', async (args) => {
  expect(await place.run(args)).toMatchObject({ code: 2, out: '' });
});

describe('Telegram', () => {
  let server: TelegramServer;
  beforeEach(async () => {
    server = await openTelegramServer();
  });
  afterEach(() => server.close());

  it('accepts the token, which is then in .env, for its owner only and never on the screen', async () => {
    writeFileSync(join(place.path, '.env'), 'PORT=9999\n');
    const env = { TELEGRAM_API_ROOT: server.url };
    const { code, out, err } = await place.run(['setup', 'telegram', '--token', server.token], '', env);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/平台认可 \(@\w+\)/);
    expect(out).not.toContain(server.token);
    expect(written()).toBe(`PORT=9999\nTELEGRAM_BOT_TOKEN=${server.token}\n`);
    expect(statSync(join(place.path, '.env')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['a token it does not know', '123456:ABC-def_0123456789012345678901234', /平台不认/],
    ['what is no token', 'hello', /不像令牌/],
  ])('refuses %s, and nothing is written', async (_what, token, why) => {
    const ended = await place.run(['setup', 'telegram', '--token', token], '', { TELEGRAM_API_ROOT: server.url });
    expect(ended.code).toBe(1);
    expect(ended.out).toMatch(why);
    expect(written).toThrow(/ENOENT/);
  });

  it('gives no answer: nothing is written, and the way on is said', async () => {
    await server.leave();
    const ended = await place.run(['setup', 'telegram', '--token', server.token], '', {
      TELEGRAM_API_ROOT: server.url,
    });
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/检查网络或代理/);
    expect(written).toThrow(/ENOENT/);
    await server.comeBack();
  });
});

describe('Feishu by a scanned code', () => {
  const scanned = async (scan: Scan) => {
    const registration = await openRegistration(scan);
    try {
      const args = ['setup', 'feishu', '--scan', '--accounts', registration.host];
      const ended = await place.run(args, '', { NODE_EXTRA_CA_CERTS: AUTHORITY });
      return { ...ended, forms: registration.forms };
    } finally {
      await registration.close();
    }
  };

  it('makes an app with all it needs, and writes its credentials, which are never shown', async () => {
    const { code, out, forms } = await scanned('agreed');
    expect(code).toBe(0);
    expect(written()).toBe('FEISHU_APP_ID=cli_0123456789abcdef\nFEISHU_APP_SECRET=scanned-secret\n');
    expect(out).not.toContain('scanned-secret');
    expect(out).toMatch(/[█▀▄]{20}/u);
    const link = new URL(/https:\/\/open\.example\.cn\S+/.exec(out)?.[0] ?? '');
    const addons = gunzipSync(Buffer.from(link.searchParams.get('addons') ?? '', 'base64url')).toString('utf8');
    for (const wanted of ['im:message.p2p_msg:readonly', 'im.message.receive_v1', 'card.action.trigger'])
      expect(addons).toContain(wanted);
    expect(forms.map(({ action }) => action)).toEqual(['begin', 'poll', 'poll']);
  });

  it('on Lark is remembered as Lark', async () => {
    expect((await scanned('agreed on Lark')).code).toBe(0);
    expect(written()).toContain('FEISHU_DOMAIN=lark\n');
  });

  it.each([
    ['declined', '没有同意'],
    ['expired', '过期'],
  ] as const)('that was %s leads to the steps by hand, and writes nothing', async (scan, why) => {
    const { code, out, err } = await scanned(scan);
    expect(code).toBe(1);
    expect(out).toContain(why);
    expect(out).toContain('im.message.receive_v1');
    expect(err).toContain('什么都没有写');
    expect(written).toThrow(/ENOENT/);
  });

  it('where nobody answers leads there too', async () => {
    const args = ['setup', 'feishu', '--scan', '--accounts', 'localhost:9'];
    const { code, out } = await place.run(args);
    expect(code).toBe(1);
    expect(out).toMatch(/没有扫成：平台没有应答（\w+）/);
  });
});

describe('somebody at the terminal', () => {
  const shown: string[] = [];
  function seated(lines: readonly string[], environment: Readonly<Record<string, string>> = {}): SetupParts {
    const input = new PassThrough();
    input.end(lines.map((line) => `${line}\n`).join(''));
    const output = new PassThrough();
    const asking = openAsking({ input, output, terminal: false });
    shown.length = 0;
    return { asking, environment, folder: place.path, print: (line) => shown.push(line) };
  }

  it('may mistype a token twice', async () => {
    const server = await openTelegramServer();
    const typed = ['hello', '123456:ABC-def_0123456789012345678901234', server.token];
    expect(await connectTelegram(seated(typed, { TELEGRAM_API_ROOT: server.url }), undefined)).toBe(0);
    expect(written()).toContain(server.token);
    await server.close();
  });

  it('who gives up or errs three times has nothing written', async () => {
    await expect(connectTelegram(seated([]), undefined)).rejects.toThrow(/Nothing|nothing/);
    await expect(connectTelegram(seated(['a', 'b', 'c', 'd']), undefined)).rejects.toThrow(/nothing was written/);
    expect(written).toThrow(/ENOENT/);
  });

  it('may have it written though the platform is silent', async () => {
    const typed = ['cli_0123456789abcdef', 'secret', 'y'];
    expect(await connectFeishu(seated(typed, { FEISHU_DOMAIN: 'http://127.0.0.1:9' }), false)).toBe(0);
    expect(written()).toBe('FEISHU_APP_ID=cli_0123456789abcdef\nFEISHU_APP_SECRET=secret\n');
  });

  it('gives a puppet’s token and, having one, the address of its gateway', async () => {
    expect(await connectWechat(seated(['nounderscore', 'puppet_abc', '']), {})).toBe(0);
    expect(written()).toBe('WECHATY_PUPPET_SERVICE_TOKEN=puppet_abc\n');
    expect(await connectWechat(seated(['insecure_abc', '127.0.0.1:8788']), {})).toBe(0);
    expect(written()).toBe(
      'WECHATY_PUPPET_SERVICE_TOKEN=insecure_abc\nWECHATY_PUPPET_SERVICE_ENDPOINT=127.0.0.1:8788\n',
    );
    await expect(connectWechat(seated(['puppet_abc', 'nowhere']), {})).rejects.toThrow(/host:port/);
  });
});
