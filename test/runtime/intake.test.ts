/** A message on its way in: acknowledged once it is durable; while nothing can be stored, each person is told once. */
import { expect, it } from 'vitest';
import type { Inbound, Outbound } from '../../src/message.ts';
import { openIntake } from '../../src/runtime/intake.ts';
import type { Outcome } from '../../src/runtime/outcome.ts';
import { StoreFault } from '../../src/store/fault.ts';

const inbound = (user: string, id: string, more: Partial<Inbound> = {}): Inbound => ({
  channel: 'telegram',
  id,
  user,
  chat: 'private',
  addressed: true,
  at: 0,
  content: { kind: 'text', text: '你好' },
  ...more,
});

function open() {
  const world = { away: false, open: true };
  const told: Outbound[] = [];
  const sent: string[] = [];
  const errors: unknown[] = [];
  const intake = openIntake({
    channel: 'telegram',
    conversation: {
      async take({ id }): Promise<Outcome> {
        if (world.away) throw new StoreFault('unavailable', 'the server does not answer');
        return { status: id === 'seen' ? 'duplicate' : 'ok', key: 'k', ...(id === 'seen' ? {} : { leased: [] }) };
      },
    },
    delivery: {
      send: async () => void sent.push('leased'),
      deliver: async () => void sent.push('owed'),
    },
    keepFile: async () => ({ kind: 'unsupported', what: '' }),
    largestFile: 1,
    now: () => 0,
    random: () => 0,
    tell: () => undefined,
    isOpen: () => world.open,
    sendNow: async (outbound) => void told.push(outbound),
    onError: (error) => errors.push(error),
  });
  return { world, told, sent, errors, intake };
}

it('what was taken is acknowledged, and its replies go out; a repeated message sends what is still owed', async () => {
  const { intake, sent } = open();
  expect(await intake.take(inbound('ann', '1'))).toBe('ok');
  expect(await intake.take(inbound('ann', 'seen'))).toBe('duplicate');
  expect(sent).toEqual(['leased', 'owed']);
});

it('while nothing can be stored nothing is acknowledged, and each person is told once an outage', async () => {
  const { world, intake, told, errors } = open();
  world.away = true;
  for (const [user, id] of [
    ['ann', '1'],
    ['ann', '1'],
    ['ben', '2'],
  ] as const)
    expect(await intake.take(inbound(user, id))).toBe('error');
  expect(told.map(({ to }) => to.user)).toEqual(['ann', 'ben']);
  expect(told[0]?.body).toContain('不用重发');
  expect(errors).toHaveLength(3);
  world.away = false;
  expect(await intake.take(inbound('ann', '1'))).toBe('ok');
  world.away = true;
  await intake.take(inbound('ann', '3'));
  expect(told).toHaveLength(3);
});

it('people talking to each other in a group are told nothing', async () => {
  const { world, intake, told } = open();
  world.away = true;
  await intake.take(inbound('ann', '1', { chat: 'g1', addressed: false }));
  expect(told).toEqual([]);
});

it('a process that is stopping takes nothing more', async () => {
  const { world, intake } = open();
  world.open = false;
  expect(await intake.take(inbound('ann', '1'))).toBe('error');
});
