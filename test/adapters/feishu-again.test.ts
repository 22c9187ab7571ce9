/** Events of Feishu that come again, late, out of order, or while the machine is slow or away. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import feishu from '../../adapters/feishu.ts';
import type { Taken } from '../../src/channel.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { environmentOf, openOffice, QUICK, until } from '../platforms/feishu/office.ts';
import type { Person } from '../platforms/feishu/person.ts';
import { personAt, wordsOf } from '../platforms/feishu/person.ts';
import { toTap } from '../platforms/feishu/tap-answer.ts';
import type { FeishuServer } from '../platforms/feishu-server.ts';
import { AGAIN, openFeishuServer } from '../platforms/feishu-server.ts';
import { openHouse } from '../platforms/house.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
});

afterEach(() => office.close());

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

describe('an event that comes again', () => {
  it('after 15 s, 5 min, 1 h and 6 h changes nothing and says nothing', async () => {
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
    const event = wang.saying('同意');
    await server.deliver(event);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('你想申报哪个榜单')));
    const sent = server.rest.sent.length;
    for (const _ of AGAIN) {
      const ack = await server.deliver(event);
      expect(ack?.code).toBe(200);
    }
    await quiet();
    expect(server.rest.sent).toHaveLength(sent);
    expect(house.taken.slice(-4).map(({ taken }) => taken)).toEqual(Array(4).fill('duplicate'));
  });

  it('with a new event id but the same message, is the same message', async () => {
    const { server } = office;
    const wang = personAt(server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
    const event = wang.saying('同意');
    await server.deliver(event);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('你想申报哪个榜单')));
    const sent = server.rest.sent.length;
    await server.deliver({ ...event, header: { ...event.header, event_id: 'another' } });
    await quiet();
    expect(server.rest.sent).toHaveLength(sent);
  });

  it('in pieces and out of order is put together and taken however late', async () => {
    const { server } = office;
    const wang = personAt(server, 'ou_wang', () => Date.now() - 6 * 60 * 60_000);
    const late = wang.saying('你好');
    const ack = await server.deliver(late, 3);
    expect(ack?.code).toBe(200);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('可以开始吗')));
    const [older, newer] = [wang.saying('进度'), wang.saying('帮助')];
    await server.deliver(newer);
    await server.deliver(older);
    expect(office.house.taken.map(({ taken }) => taken)).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('a machine that is slow or away', () => {
  it('does not acknowledge what is not taken; it comes again at 15 s and is taken once', async () => {
    await office.close();
    let away = true;
    office = await openOffice({
      intake: (own) => ({ ...own, take: (one) => (away ? Promise.resolve<Taken>('error') : own.take(one)) }),
    });
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    const ack = await server.deliver(wang.saying('你好'));
    expect(ack?.code).toBe(500);
    away = false;
    await server.pass(14_000);
    expect(house.taken).toHaveLength(0);
    await server.pass(1_000);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('可以开始吗')));
    await server.pass(6 * 60 * 60_000);
    expect(house.taken).toHaveLength(1);
  });

  it('answers within 3 s, and the delivery that follows waits for the same work', async () => {
    await office.close();
    office = await openOffice({
      intake: (own) => ({
        ...own,
        async take(one) {
          await new Promise((resolve) => setTimeout(resolve, 2_700));
          return own.take(one);
        },
      }),
    });
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    const ack = await server.deliver(wang.saying('你好'));
    expect(ack?.code).toBe(500);
    expect(ack?.after).toBeLessThan(3_000);
    await server.pass(15_000);
    expect(server.acks.map(({ code }) => code)).toEqual([500, 200]);
    expect(house.taken.map(({ taken }) => taken)).toEqual(['ok']);
  });

  it('tells somebody who taps to tap again, rather than nothing', async () => {
    let away = false;
    await office.close();
    office = await openOffice({
      intake: (own) => ({ ...own, take: (one) => (away ? Promise.resolve<Taken>('error') : own.take(one)) }),
    });
    const wang = personAt(office.server, 'ou_wang');
    const card = await wang.say('你好', '可以开始吗');
    away = true;
    const ack = await office.server.deliver(wang.tapping('同意并开始', card));
    expect(toTap(ack).toast).toMatchObject({
      type: 'error',
      content: '还没有存上，请过一会儿再点一次',
    });
    away = false;
    await wang.tap('同意并开始', '你想申报哪个榜单', card);
  });
});

describe('a process that is killed after sending and before it could note so', () => {
  it('leaves a reply that another sends again, and the applicant sees once', async () => {
    await office.close();
    const store = openMemoryStore();
    const server = await openFeishuServer();
    const first = await openHouse({ store, lease: 300 });
    // The reply goes out, and the process that sent it never hears that it did.
    server.befall('/im/v1/messages', 'cut after it was done');
    await first.open(QUICK, environmentOf(server));
    const wang = personAt(server, 'ou_wang');
    await server.deliver(wang.saying('你好'));
    await until(() => wang.seen().length === 1);
    await first.close(true);
    const second = await openHouse({ store, lease: 300 });
    await second.open(QUICK, environmentOf(server));
    await until(() => wang.seen().some((one) => wordsOf(one).includes('可以开始吗')));
    expect(wang.seen().filter((one) => one.words.includes('我是申报助手'))).toHaveLength(1);
    await wang.tap('同意并开始', '你想申报哪个榜单');
    await second.close();
    await server.close();
    await store.close();
    office = await openOffice();
  });
});

describe('two processes on one store', () => {
  it('told the same event at the same moment take it once, and the applicant is answered once', async () => {
    await office.close();
    const store = openMemoryStore();
    const servers = await Promise.all([openFeishuServer(), openFeishuServer()]);
    const houses = await Promise.all(servers.map(() => openHouse({ store })));
    await Promise.all(houses.map((house, n) => house.open(QUICK, environmentOf(servers[n] as FeishuServer))));
    const [one, two] = servers.map((server) => personAt(server, 'ou_wang')) as [Person, Person];
    const event = one.saying('你好');
    const acks = await Promise.all(servers.map((server) => server.deliver(event)));
    expect(acks.map((ack) => ack?.code)).toEqual([200, 200]);
    await until(() => [...one.seen(), ...two.seen()].some((seen) => wordsOf(seen).includes('可以开始吗')));
    expect([...one.seen(), ...two.seen()]).toHaveLength(2);
    expect((await store.sessions(2)).map(({ length }) => length)).toEqual([1]);
    for (const house of houses) await house.close();
    for (const server of servers) await server.close();
    await store.close();
    office = await openOffice();
  });
});

describe('a process that is started again at the usual pace', () => {
  it('is there within 15 s, and what was said meanwhile is answered once when it comes again', async () => {
    await office.close();
    const store = openMemoryStore();
    const server = await openFeishuServer();
    const first = await openHouse({ store });
    await first.open(feishu, environmentOf(server));
    const wang = personAt(server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
    await first.close(true);
    await until(() => server.connections() === 0);
    expect(await server.deliver(wang.saying('同意'))).toBeUndefined();
    const began = Date.now();
    const second = await openHouse({ store });
    await second.open(feishu, environmentOf(server));
    await until(() => server.connections() === 1, 15_000);
    await server.pass(15_000);
    await until(() => wang.seen().some((seen) => wordsOf(seen).includes('你想申报哪个榜单')));
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(wang.seen().filter((seen) => wordsOf(seen).includes('你想申报哪个榜单'))).toHaveLength(1);
    await second.close();
    await server.close();
    await store.close();
    office = await openOffice();
  });
});
