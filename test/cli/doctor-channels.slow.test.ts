/** What doctor tells an organizer about each platform, with a local server in the place of the platforms. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Copied } from './copied.ts';
import { copyProgram } from './copied.ts';
import type { Place } from './program.ts';
import { openPlace, startProgram } from './program.ts';

const TOKEN = `123456:${'a'.repeat(35)}`;
const APP = 'cli_0123456789abcdef';

let place: Place;
let server: Server;
let root: string;
let mute = false;
let copied: Copied | undefined;

beforeEach(async () => {
  mute = false;
  place = openPlace();
  server = createServer((request, response) => {
    if (mute) return;
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      const feishu = (): unknown => ({ code: body.includes('"right"') ? 0 : 10014, tenant_access_token: 't-1' });
      const telegram = (): unknown =>
        request.url === `/bot${TOKEN}/getMe`
          ? { ok: true, result: { username: 'sample_assistant' } }
          : { ok: false, error_code: 401 };
      response.end(JSON.stringify(request.method === 'POST' ? feishu() : telegram()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  place.remove();
  copied?.remove();
  copied = undefined;
});

type Finding = { readonly name: string; readonly state: string; readonly zh: string; readonly en: string };

async function doctor(env: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const { out, err } = await startProgram(place.path, ['doctor', '--json'], env, copied?.guard).feed('');
  for (const secret of [TOKEN, 'b'.repeat(35), 'right', 'wrong-secret']) expect(out + err).not.toContain(secret);
  return (JSON.parse(out) as { checks: Finding[] }).checks;
}

async function doctorOn(name: string, env: Readonly<Record<string, string>>): Promise<Finding | undefined> {
  return (await doctor(env)).find((one) => one.name === name);
}

const telegram = (token: string) => ({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: root });
const feishu = (secret: string, id = APP) => ({
  FEISHU_APP_ID: id,
  FEISHU_APP_SECRET: secret,
  FEISHU_DOMAIN: root,
});

it('says of each platform that is off what to set, and where to get it', async () => {
  expect((await doctorOn('telegram', {}))?.en).toMatch(/^off\. .*BotFather.*TELEGRAM_BOT_TOKEN=/u);
  expect((await doctorOn('feishu', {}))?.zh).toContain('FEISHU_APP_SECRET=');
  expect((await doctorOn('wechat', {}))?.zh).toContain('WECHATY_PUPPET_SERVICE_TOKEN=');
});

it('asks Telegram whether the token is right', async () => {
  expect(await doctorOn('telegram', telegram(TOKEN))).toMatchObject({
    state: 'ok',
    en: expect.stringContaining('@sample_assistant'),
  });
  expect((await doctorOn('telegram', telegram(`123456:${'b'.repeat(35)}`)))?.state).toBe('fault');
  expect((await doctorOn('telegram', telegram('123')))?.en).toContain('does not look like a token');
});

it('a platform that does not answer is a note within a few seconds, no fault', async () => {
  mute = true;
  expect((await doctorOn('telegram', telegram(TOKEN)))?.state).toBe('note');
});

it('asks Feishu whether the app and its secret are right', async () => {
  expect((await doctorOn('feishu', feishu('right')))?.state).toBe('ok');
  expect((await doctorOn('feishu', feishu('wrong-secret')))?.en).toContain('refuses FEISHU_APP_ID');
  expect((await doctorOn('feishu', feishu('right', 'cli_1')))?.en).toContain('does not look like one');
});

it('tells of the risk of a WeChat account, and of a token without a prefix', async () => {
  expect(await doctorOn('wechat', { WECHATY_PUPPET_SERVICE_TOKEN: 'puppet_abc' })).toMatchObject({
    state: 'note',
    zh: expect.stringContaining('封'),
  });
  expect((await doctorOn('wechat', { WECHATY_PUPPET_SERVICE_TOKEN: 'abc' }))?.state).toBe('fault');
});

const platforms = [
  { name: 'telegram', packages: ['grammy'], installed: 'ok' },
  { name: 'feishu', packages: ['@larksuiteoapi/node-sdk'], installed: 'ok' },
  { name: 'wechat', packages: ['wechaty', 'wechaty-puppet-service'], installed: 'note' },
] as const;

it.each(platforms)(
  'names the packages $name lacks and how they are installed, and misses none elsewhere',
  async (torn) => {
    copied = copyProgram(torn.packages);
    const env = { ...telegram(TOKEN), ...feishu('right'), WECHATY_PUPPET_SERVICE_TOKEN: 'puppet_abc' };
    const found = new Map((await doctor(env)).map((one) => [one.name, one]));
    const missing = found.get(torn.name);
    expect(missing?.zh).toContain(`缺少程序包 ${torn.packages.join('、')}，`);
    expect(missing?.zh).toContain('运行 npm ci（后面不要加 --omit=optional），再运行 npm start');
    expect(missing?.en).toContain(`not installed: ${torn.packages.join(', ')}. `);
    expect(platforms.map(({ name }) => found.get(name)?.state)).toEqual(
      platforms.map((one) => (one === torn ? 'fault' : one.installed)),
    );
  },
);

it('takes a package whose installation was broken off for a missing one', async () => {
  copied = copyProgram([], {}, ['grammy']);
  expect((await doctorOn('telegram', telegram(TOKEN)))?.en).toContain('not installed: grammy. ');
});

it('says nothing of packages where the platform is off', async () => {
  copied = copyProgram(['wechaty', 'wechaty-puppet', 'wechaty-puppet-service']);
  expect(await doctorOn('wechat', {})).toMatchObject({ state: 'ok', en: expect.stringMatching(/^off\./u) });
});
