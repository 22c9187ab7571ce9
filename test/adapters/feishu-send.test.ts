/** What the assistant sends on Feishu: cards and texts nobody can put markup into, each once, whatever the platform does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import feishu from '../../adapters/feishu.ts';
import { DeliveryFault } from '../../src/channel.ts';
import { askStep } from '../../src/engine/prompt.ts';
import type { Outbound } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { openOffice } from '../platforms/feishu/office.ts';
import { personAt } from '../platforms/feishu/person.ts';
import { sightOf } from '../platforms/feishu/sight.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
});

afterEach(() => office.close());

const HOSTILE =
  '<at id=all></at> <at user_id="all">所有人</at> **粗** [点我](https://evil.example) <font color=red>红</font>';

function outbound(body: string, more: Partial<Outbound> = {}): Outbound {
  return {
    id: 's:1:0',
    re: 'm1',
    to: { channel: 'feishu', user: 'ou_wang', chat: PRIVATE },
    kind: 'notice',
    body,
    ...more,
  };
}

function asking(body: string, labels: readonly string[], multiple = false): Outbound {
  const options = labels.map((label, i) => ({ n: i + 1, id: `o${i + 1}`, label }));
  return outbound(body, { kind: 'question', prompt: { id: 'd.q.1', step: 'q', type: 'single', multiple, options } });
}

const sights = (): ReturnType<typeof sightOf>[] =>
  office.server.rest.sent.map(({ type, content }) => sightOf(type, content));
const send = (message: Outbound, key = message.id): Promise<void> => office.channel.send(message, key);

async function faultOf(work: Promise<void>): Promise<DeliveryFault> {
  const fault = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof DeliveryFault)) throw new Error(`not a DeliveryFault: ${fault}`);
  return fault;
}

const refusal = (status: number, code: number, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ code, msg: 'refused' }),
});

describe('words of people', () => {
  it('on a card stand as they were written and are interpreted nowhere', async () => {
    await send(asking(HOSTILE, [HOSTILE, '好']));
    await send(asking(HOSTILE, ['甲', HOSTILE], true), 'k2');
    await send(outbound(`${HOSTILE}\n${HOSTILE}`, { kind: 'preview' }), 'k3');
    for (const sight of sights()) expect([sight.markup, sight.words.includes(HOSTILE)]).toEqual([[], true]);
  });

  it('in a text carry no tag that Feishu would carry out', async () => {
    await send(outbound(HOSTILE));
    await send(outbound(HOSTILE, { to: { channel: 'feishu', user: 'ou_wang', chat: 'oc_group' } }), 'k2');
    expect(sights().map(({ markup }) => markup)).toEqual([[], ['<at user_id="ou_wang">', '</at>']]);
    expect(sights()[0]?.words).toContain('＜at id=all>');
  });

  it('too long for a card are parted, the choices on the last part; too long for that they are numbered text', async () => {
    const long = Array.from({ length: 900 }, (_, i) => `第 ${i} 行：申报材料的一行说明文字。`).join('\n');
    await send(asking(long, ['同意', '不同意']));
    const types = office.server.rest.sent.map(({ type }) => type);
    expect(types.at(-1)).toBe('interactive');
    expect(types.slice(0, -1).every((type) => type === 'text')).toBe(true);
    const together = sights()
      .map(({ words }) => words)
      .join('\n');
    for (const i of [0, 450, 899]) expect(together.match(new RegExp(`第 ${i} 行：`, 'gu'))).toHaveLength(1);
    const before = office.server.rest.sent.length;
    await send(
      asking(
        '选一项',
        Array.from({ length: 60 }, (_, i) => `选项 ${i}`),
      ),
      'k2',
    );
    expect(sights()[before]?.words).toContain('60. 选项 59');
    expect(feishu.show(asking(long, ['同意'])).misfits).toEqual([]);
  });

  it('too long for a button stand above it, and the number on the button is theirs', async () => {
    const label = '是，已经在两家以上的金融机构稳定运行满六个月并形成可复制的做法';
    await send(asking('运行得怎样？', [label, '没有']));
    const [card] = sights();
    expect(card?.words).toContain(`1. ${label}`);
    expect(card?.buttons.map((button) => button.label)).toEqual([
      '1. 是，已经在两家以上的金融机构稳定运行满六个月…',
      '2. 没有',
    ]);
    expect(feishu.show(asking('运行得怎样？', [label, '没有']))).toMatchObject({
      parts: [card?.words],
      buttons: card?.buttons.map((button) => [button.label]),
    });
  });
});

describe('a message', () => {
  it('sent twice under one key arrives once', async () => {
    await send(outbound('你好'));
    await send(outbound('你好'));
    expect(office.server.rest.sent).toHaveLength(1);
    expect(office.server.rest.sent[0]?.uuid.length).toBeLessThanOrEqual(50);
  });

  it('whose connection was cut after it was sent is tried again and arrives once', async () => {
    const wang = personAt(office.server, 'ou_wang');
    office.server.befall('/im/v1/messages', 'cut after it was done');
    await wang.say('你好', '可以开始吗');
    expect(wang.seen().filter(({ words }) => words.includes('我是申报助手'))).toHaveLength(1);
    expect(office.house.faults.map(({ reason }) => reason)).toEqual(['transient']);
  });

  it('is sent when the token was taken back: a new one is asked for, once', async () => {
    await send(outbound('一'), 'k1');
    const given = office.server.rest.tokensGiven();
    office.server.rest.revokeTokens();
    await send(outbound('二'), 'k2');
    expect([office.server.rest.sent.length, office.server.rest.tokensGiven()]).toEqual([2, given + 1]);
    office.server.befall('/im/v1/messages', refusal(400, 99991663), refusal(400, 99991663));
    expect(await faultOf(send(outbound('三'), 'k3'))).toMatchObject({ reason: 'unauthorised', retryable: true });
    expect(office.channel.health().state).toBe('failed');
    await send(outbound('三'), 'k3');
    expect(office.channel.health().state).toBe('open');
  });

  it('that Feishu refuses fails for a reason of the closed set, with the wait and without the token', async () => {
    const cases = [
      [refusal(429, 99991400, { 'x-ogw-ratelimit-reset': '7' }), 'rate_limited', 7_000],
      [refusal(400, 230020), 'rate_limited', undefined],
      [refusal(400, 11232), 'rate_limited', undefined],
      [refusal(400, 230002), 'gone', undefined],
      [refusal(400, 230013), 'blocked', undefined],
      [refusal(400, 230025), 'too_long', undefined],
      [refusal(403, 99991672), 'unauthorised', undefined],
      [refusal(500, 0), 'transient', undefined],
      [{ status: 503, body: '<html>' }, 'transient', undefined],
      ['cut', 'transient', undefined],
    ] as const;
    for (const [mishap, reason, retryAfter] of cases) {
      office.server.befall('/im/v1/messages', mishap);
      const fault = await faultOf(send(outbound('秘密'), `k${reason}${retryAfter}`));
      expect(fault).toMatchObject({ reason, retryAfter });
      const told = `${JSON.stringify(fault)} ${fault.stack} ${String(fault.cause)} ${office.house.told.join()}`;
      expect(told).not.toMatch(/t-\d|Bearer|秘密/u);
    }
  });

  it('whose second part failed does not repeat the first', async () => {
    const { server } = office;
    const long = '字'.repeat(70_000);
    server.befall('/im/v1/messages', 'none', refusal(500, 0));
    expect(await faultOf(send(outbound(long), 'k1'))).toMatchObject({ reason: 'transient' });
    const calls = (): number => server.called.filter((path) => path.includes('/im/v1/messages')).length;
    expect([calls(), server.rest.sent.length]).toEqual([2, 1]);
    await send(outbound(long), 'k1');
    expect(
      sights()
        .map(({ words }) => words)
        .join(''),
    ).toBe(long);
    expect(calls()).toBe(server.rest.sent.length + 1);
  });

  it('is text where no card is accepted', async () => {
    office.server.rest.refuseCards();
    await send(asking('可以开始吗？', ['同意', '先不填']));
    expect(sights()[0]?.words).toBe('可以开始吗？\n1. 同意\n2. 先不填');
    expect(office.house.told.join()).toContain('230099');
  });

  it('in a group whose question was taken back goes to the group and names the person', async () => {
    office.server.rest.takeBack('om_gone');
    const to = { channel: 'feishu', user: 'ou_wang', chat: 'oc_group' };
    await send(outbound('在', { re: 'om_there', to }), 'k1');
    await send(outbound('在', { re: 'om_gone', to }), 'k2');
    expect(office.server.rest.sent.map((one) => one.to)).toEqual(['om_there', 'oc_group']);
    expect(sights()[1]?.words).toBe('<at user_id="ou_wang"></at> 在');
  });
});

describe('every step of the shipped call', () => {
  it('fits Feishu as it is asked, in both languages', () => {
    const asked = office.house.call.steps.flatMap((step) =>
      (['zh-CN', 'en'] as const).map((locale) => {
        const { body, prompt, foot } = askStep(step, undefined, { number: 3, left: 17 }, locale, 'd.q.1', 'full');
        return outbound(body, { kind: 'question', prompt, foot });
      }),
    );
    expect(asked.length).toBeGreaterThan(40);
    for (const one of asked) {
      const shown = feishu.show(one);
      expect(shown.misfits).toEqual([]);
      expect(shown.parts).toHaveLength(1);
      const choices = one.prompt?.options.length ?? 0;
      expect(shown.buttons.length).toBe(choices === 0 ? 0 : choices + (one.prompt?.multiple === true ? 1 : 0));
    }
  });
});
