/** The long connection of Feishu: cut, silent, away, refused; it is back by itself, and what is wrong is said in words. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import feishu from '../../adapters/feishu.ts';
import { ChannelFault } from '../../src/channel.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { environmentOf, openOffice, QUICK, until } from '../platforms/feishu/office.ts';
import { personAt, wordsOf } from '../platforms/feishu/person.ts';
import { openHouse } from '../platforms/house.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
});

afterEach(() => office.close());

const isOpen = (): boolean => office.channel.health().state === 'open' && office.server.connections() === 1;

describe('the long connection', () => {
  it('is open after opening, and knows when it last heard of the platform', async () => {
    expect(office.channel.health()).toMatchObject({ state: 'open' });
    await until(() => (office.channel.health().lastHeartbeat ?? 0) > Date.now() - 1_000);
  });

  it('that is cut is built anew, and what was said meanwhile is answered when it comes again', async () => {
    const { server, channel } = office;
    const wang = personAt(server, 'ou_wang');
    server.cut();
    await until(() => server.connections() === 0);
    const lost = wang.saying('你好');
    expect(await server.deliver(lost)).toBeUndefined();
    await until(() => channel.health().state !== 'open' || server.opened() > 1);
    await until(isOpen);
    await server.pass(15_000);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('可以开始吗')));
    expect(server.opened()).toBe(2);
  });

  it('that died without a word is noticed and built anew', async () => {
    const { server } = office;
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.freeze();
    await until(() => server.opened() > 1);
    await until(() => office.channel.health().state === 'open');
  });

  it('comes back when the platform was away, and says meanwhile that it is not there', async () => {
    const { server, channel } = office;
    await server.leave();
    await until(() => channel.health().state === 'broken');
    expect(channel.health().why?.zh).toContain('自动重连');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await server.comeBack();
    await until(isOpen, 1_500);
    const wang = personAt(server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
  });

  it('refused for a while by the platform is tried until it is let in', async () => {
    const { server } = office;
    const busy = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"code":514,"msg":"no"}' };
    const broken = { status: 500, body: 'oops' };
    const stopped = {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"code":1,"msg":"no","data":{}}',
    };
    server.befall('/callback/ws/endpoint', busy, broken, stopped, 'cut');
    server.cut();
    await until(() => server.opened() > 1);
    await until(isOpen);
  });

  it('opens no more once it was closed', async () => {
    await office.channel.close();
    await until(() => office.server.connections() === 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([office.server.opened(), office.channel.health().state]).toEqual([1, 'closed']);
  });
});

describe('opening', () => {
  async function refusedWith(environment: Readonly<Record<string, string>>): Promise<ChannelFault> {
    const house = await openHouse();
    const settings = feishu.env.parse({ ...environmentOf(office.server), ...environment });
    const fault = await feishu.open(settings, house.intakeFor('feishu')).catch((error: unknown) => error);
    await house.close();
    if (!(fault instanceof ChannelFault)) throw new Error(`opened, or: ${fault}`);
    return fault;
  }

  it('with an App ID that is none, an unknown one or a wrong secret says which page of the console to open', async () => {
    expect((await refusedWith({ FEISHU_APP_ID: 'my-app' })).zh).toContain('凭证与基础信息');
    for (const [name, value] of [
      ['FEISHU_APP_ID', 'cli_ffffffffffffffff'],
      ['FEISHU_APP_SECRET', 'wrong-secret'],
    ] as const) {
      const fault = await refusedWith({ [name]: value });
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.zh).toContain('/app → 您的应用 →「凭证与基础信息」');
      expect(fault.en).toContain('Credentials & Basic Info');
      expect(`${fault.message}${fault.stack}`).not.toContain('wrong-secret');
    }
  });

  it('of an app without an assistant says so', async () => {
    const none = {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"code":11205,"msg":"app do not have bot"}',
    };
    office.server.befall('/bot/v3/info', none);
    expect((await refusedWith({})).zh).toContain('机器人');
  });

  it('of an app that the company has not switched on says so at once, and is open when it has', async () => {
    office.server.rest.setActive(1);
    const house = await openHouse();
    const channel = await house.open(QUICK, environmentOf(office.server));
    expect(channel.health()).toMatchObject({ state: 'broken', why: { zh: expect.stringContaining('启用') } });
    office.server.rest.setActive(2);
    await until(() => channel.health().state === 'open');
    await house.close();
  });

  it('while the platform is away opens, says so, and is there when the platform is', async () => {
    await office.server.leave();
    const house = await openHouse();
    const channel = await house.open(QUICK, environmentOf(office.server));
    expect(channel.health()).toMatchObject({
      state: 'broken',
      why: { en: expect.stringContaining('does not answer') },
    });
    await office.server.comeBack();
    await until(() => channel.health().state === 'open');
    await house.close();
  });
});
