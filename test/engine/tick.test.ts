/** What the machine says first: the ladder of reminders, quiet hours, the deadline, silence where it is wanted, expiry. */
import { describe, expect, it } from 'vitest';
import { foldEntry } from '../../src/engine/fold.ts';
import type { Session } from '../../src/engine/session.ts';
import { newSession } from '../../src/engine/session.ts';
import { restoreSnapshot, takeSnapshot } from '../../src/engine/snapshot.ts';
import { wakeAfter } from '../../src/engine/tick.ts';
import type { Call } from '../../src/flow/call.ts';
import { PRIVATE } from '../../src/message.ts';
import { half, heard, tick, wait, whys } from './waiting.ts';
import type { Edit } from './whole-applications.ts';
import { application, call, callWith, draftOf, NOW, sessionWith, tell } from './whole-applications.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const timed = (reminders: string, more: readonly Edit[] = []): Call =>
  callWith({ file: 'call.yaml', from: 'after: [1d, 3d, 7d]', to: reminders }, ...more);

const deadline = (at: string) => ({ file: 'call.yaml', from: 'deadline: null', to: `deadline: '${at}'` });
describe('Somebody who left an application unfinished', () => {
  it('is reminded a day, three days and a week later, and then never again', () => {
    const turns = wait(call, half(), NOW, NOW + 400 * DAY);
    expect(turns.map(({ now }) => (now - NOW) / DAY)).toEqual([1, 3, 7]);
    expect(whys(turns)).toEqual(['ladder', 'ladder', 'ladder']);
  });

  it('hears which one it is, how much is left, how to stop it, and the next question', () => {
    const [turn] = wait(call, half(), NOW, NOW + 2 * DAY);
    const title = '多方安全计算联合画像，小微商户当天拿到信用贷款';
    expect(heard(turn)).toContain(`你申报的“${title}”还没有填完，约剩 2 题。\n不想再收到提醒，回“别再提醒我”。`);
    expect(turn?.replies.at(-1)?.prompt?.step).toBe('metrics');
    expect(turn?.replies.map(({ to }) => to)).toEqual(
      turn?.replies.map(() => ({ channel: 'test', user: 'u1', chat: PRIVATE })),
    );
    expect(turn?.entry).toMatchObject({ id: `timer:${NOW + DAY}`, by: '', channel: 'test' });
    const answered = tell(call, turn?.session ?? newSession('k'), '例子');
    expect(heard(answered)).toContain('例');
  });

  it('is asked again at the next rung after they spoke, counted from then', () => {
    const [first] = wait(call, half(), NOW, NOW + DAY);
    const back = tell(call, first?.session ?? newSession('k'), '进度', { now: NOW + DAY + HOUR }).session;
    const turns = wait(call, back, NOW + DAY + HOUR, NOW + 60 * DAY);
    expect(turns.map(({ now }) => now - NOW - DAY - HOUR)).toEqual([DAY, 3 * DAY, 7 * DAY]);
  });

  it('is not reminded twice within 20 hours by a narrow ladder, nor all at once after a standstill', () => {
    const narrow = timed('after: [1h, 2h, 5h, 30h]');
    expect(wait(narrow, half(narrow), NOW, NOW + 90 * DAY).map(({ now }) => now - NOW)).toEqual([HOUR, 30 * HOUR]);
    const late = tick(call, half(), NOW + 40 * DAY);
    expect(late?.entry.operations).toHaveLength(1);
    expect(wait(call, late?.session ?? newSession('k'), NOW + 40 * DAY, NOW + 90 * DAY)).toEqual([]);
  });

  it('is never reminded where the call has no ladder, or says nothing of reminders', () => {
    expect(wait(timed('after: null'), half(), NOW, NOW + 90 * DAY)).toEqual([]);
    const { timing: _, ...silent } = call;
    expect(wakeAfter(silent, half(), NOW)).toBeNull();
  });

  it('is reminded of a saved draft as well', () => {
    const saved = tell(call, half(), '存草稿').session;
    expect(whys(wait(call, saved, NOW, NOW + 2 * DAY))).toEqual(['ladder']);
  });
});

describe('Quiet hours', () => {
  const at = (local: string): number => Date.parse(`${local}+08:00`);

  it.each([
    ['2025-10-09T21:29:00', '2025-10-10T21:29:00'],
    ['2025-10-09T21:30:00', '2025-10-11T08:30:00'],
    ['2025-10-09T23:59:59', '2025-10-11T08:30:00'],
    ['2025-10-10T00:00:00', '2025-10-11T08:30:00'],
    ['2025-10-10T08:29:00', '2025-10-11T08:30:00'],
    ['2025-10-10T08:30:00', '2025-10-11T08:30:00'],
  ])('last spoken at %s: reminded at %s', (said, reminded) => {
    const [turn] = wait(call, half(call, at(said)), at(said), at(said) + 3 * DAY);
    expect(new Date(turn?.now ?? 0)).toEqual(new Date(at(reminded)));
  });

  it('are those of the call’s time zone, also when its clocks change meanwhile', () => {
    const there = callWith({ file: 'call.yaml', from: 'Asia/Shanghai', to: 'America/New_York' });
    // On 2 November 2025 at 02:00 clocks go back an hour: 08:30 is 13:30 UTC then, and was 12:30 UTC before.
    const said = Date.parse('2025-11-01T04:00:00Z');
    const [turn] = wait(there, half(there, said), said, said + 3 * DAY);
    expect(new Date(turn?.now ?? 0)).toEqual(new Date('2025-11-02T13:30:00Z'));
  });

  it('within a day hold too, and a timer that comes late waits for their end', () => {
    const nap = callWith({ file: 'call.yaml', from: "from: '21:30', to: '08:30'", to: "from: '12:00', to: '14:00'" });
    const said = at('2025-10-09T13:00:00');
    expect(wakeAfter(nap, half(nap, said), said)).toBe(said + DAY);
    expect(wait(nap, half(nap, said), said, said + 2 * DAY)[0]?.now).toBe(at('2025-10-10T14:00:00'));
    expect(tick(call, half(), at('2025-10-10T23:00:00'))).toBeUndefined();
    expect(wakeAfter(call, half(), at('2025-10-10T23:00:00'))).toBe(at('2025-10-11T08:30:00'));
  });
});

describe('Before the deadline', () => {
  const over = timed('after: [1d, 3d, 7d]', [deadline('2025-10-19T18:00:00+08:00')]);
  const end = Date.parse('2025-10-19T18:00:00+08:00');

  it('reminders come 7 days, 2 days and 6 hours before, in place of a rung of the ladder near them, and end with it', () => {
    const turns = wait(over, half(over), NOW, NOW + 90 * DAY);
    expect(whys(turns)).toEqual(['ladder', 'deadline', 'ladder', 'deadline', 'deadline']);
    expect(turns.map(({ now }) => (now - end) / HOUR)).toEqual([-225, -168, -81, -48, -6]);
    expect(heard(turns[0])).toContain('截止时间：2025年10月19日 18:00，中国标准时间。');
    expect(tick(over, half(over), end)).toBeUndefined();
    expect(wakeAfter(over, half(over), end)).toBeNull();
  });

  it('one that would come in quiet hours over the deadline comes the evening before', () => {
    const early = timed('after: null', [deadline('2025-10-19T08:00:00+08:00')]);
    const last = wait(early, half(early), NOW, NOW + 90 * DAY).at(-1);
    expect(new Date(last?.now ?? 0)).toEqual(new Date('2025-10-18T21:00:00+08:00'));
  });

  it('whoever spoke a moment before a rung is left in peace for an hour', () => {
    const said = end - 6 * HOUR - MINUTE;
    expect(wait(over, half(over, said), said, end)[0]?.now).toBe(said + HOUR);
  });

  it('a deadline set while somebody rests is heeded', () => {
    const rested = wait(call, half(), NOW, NOW + 8 * DAY).at(-1)?.session ?? newSession('k');
    const now = NOW + 9 * DAY;
    expect(wakeAfter(call, rested, now)).toBe(now + DAY);
    const set = callWith(deadline(new Date(now + 3 * DAY).toISOString()));
    expect(whys(wait(set, rested, now, now + 30 * DAY))).toEqual(['deadline', 'deadline']);
  });
});

describe('Nobody is reminded', () => {
  const quiet = (session: Session): void => expect(wait(call, session, NOW, NOW + 90 * DAY)).toEqual([]);

  it('who wants it no more, until they do', () => {
    const muted = tell(call, half(), '别再提醒我！');
    expect(heard(muted)).toContain('好，不再提醒你');
    expect(muted.entry.operations).toContainEqual({ op: 'muted' });
    quiet(muted.session);
    const again = tell(call, muted.session, '可以提醒我');
    expect(whys(wait(call, again.session, NOW, NOW + 2 * DAY))).toEqual(['ladder']);
    expect(tell(call, again.session, 'Stop reminding me').session.reach.muted).toBe(true);
  });

  it('who submitted, declined, only looked around, chose no list, or is known only from a group', () => {
    const ready = sessionWith(call, application('L1'));
    const done = tell(call, tell(call, ready, '继续').session, '提交');
    expect(done.submission).toBeDefined();
    quiet(done.session);
    quiet(tell(call, tell(call, newSession('k'), '你好').session, '3').session);
    quiet(tell(call, newSession('k'), '你好').session);
    quiet(
      tell(call, sessionWith(call, { consent_privacy: { id: 'agree' }, list_choice: { id: 'L1' } }), '继续').session,
    );
    quiet(tell(call, sessionWith(call, application('L1', { metrics: undefined })), '继续', { chat: 'g1' }).session);
  });

  it('in a group: one who spoke in private before is reminded there', () => {
    const moved = tell(call, half(), '继续', { chat: 'g1' }).session;
    const [turn] = wait(call, moved, NOW, NOW + 2 * DAY);
    expect(turn?.replies.every(({ to }) => to.chat === PRIVATE)).toBe(true);
    expect(turn?.session.open?.chat).toBe(PRIVATE);
  });
});

describe('The address', () => {
  it('is recorded when it changes, and only in private', () => {
    const first = tell(call, newSession('k'), '你好', { chat: 'g1' });
    expect(first.session.reach.to).toBeUndefined();
    const there = tell(call, first.session, '你好');
    const to = { channel: 'test', user: 'u1', chat: PRIVATE };
    expect(there.entry.operations).toContainEqual({ op: 'addressed', to });
    expect(tell(call, there.session, '继续').entry.operations.map(({ op }) => op)).not.toContain('addressed');
  });

  it('and all about reminders is in a snapshot; one of an older program folds without', () => {
    const session = wait(call, half(), NOW, NOW + DAY)[0]?.session ?? newSession('k');
    const stored = JSON.parse(JSON.stringify(takeSnapshot(call, session)));
    expect(restoreSnapshot(call, session.key, stored)).toEqual(session);
    const { saidAt: _, reach: __, ...older } = stored;
    const back = restoreSnapshot(call, session.key, older);
    expect(back.saidAt).toBe(NOW);
    expect(wakeAfter(call, back, NOW + DAY)).toBeNull();
    expect(whys(wait(call, tell(call, back, '继续').session, NOW, NOW + 2 * DAY))).toEqual(['ladder']);
  });

  it('timers count as no message of the applicant', () => {
    const start = half();
    const [turn] = wait(call, start, NOW, NOW + DAY);
    expect(turn?.session.messages.in).toBe(start.messages.in);
    expect(turn?.session.saidAt).toBe(NOW);
    if (turn !== undefined)
      expect(foldEntry(call, start, JSON.parse(JSON.stringify(turn.entry)))).toEqual(turn.session);
  });
});

describe('A long answer left off', () => {
  /** Long after the answers that are there already. */
  const THEN = NOW + HOUR;
  const part = '我们按研发进度评信用，首笔资金七天到账。';
  const writing = (...texts: readonly string[]): Session =>
    ['继续', ...texts].reduce<Session>(
      (session, text) => tell(call, session, text, { now: THEN }).session,
      sessionWith(call, application('L1', { case_summary: undefined })),
    );

  it('is remarked on once, when enough is there, and counts as no reminder', () => {
    const enough = writing(part.repeat(2), part.repeat(4));
    const turns = wait(call, enough, THEN, THEN + 2 * DAY);
    expect(whys(turns)).toEqual(['nudge', 'ladder']);
    expect(turns[0]?.now).toBe(THEN + 10 * MINUTE);
    expect(heard(turns[0])).toBe('已收到 120 字，写完请回复“好了”，还要写就继续发。');
    expect(turns[0]?.session.open).toEqual(enough.open);
    const done = tell(call, turns[0]?.session ?? enough, '好了');
    expect(draftOf(done.session).answers[call.stepById.get('case_summary')?.ordinal ?? -1]).toBeDefined();
    const more = tell(call, turns[0]?.session ?? enough, part, { now: THEN + HOUR }).session;
    expect(whys(wait(call, more, THEN + HOUR, THEN + 20 * HOUR))).toEqual([]);
  });

  it('is left alone while too short, when muted, and when the timer comes hours late', () => {
    expect(whys(wait(call, writing(part), THEN, THEN + HOUR))).toEqual([]);
    const muted = writing(part.repeat(2), part.repeat(4), '别再提醒我');
    expect(draftOf(muted).partial).toBeDefined();
    expect(whys(wait(call, muted, THEN, THEN + HOUR))).toEqual([]);
    expect(tick(call, writing(part.repeat(2), part.repeat(4)), THEN + 3 * HOUR)).toBeUndefined();
  });

  it('is remarked on for rows as well', () => {
    const rows = tell(
      call,
      tell(call, sessionWith(call, application('L1', { co_applicants: undefined })), '继续', { now: THEN }).session,
      '上海示例苏河银行股份有限公司｜提供信贷产品、放款和贷后管理',
      { now: THEN },
    ).session;
    expect(heard(wait(call, rows, THEN, THEN + HOUR)[0])).toBe('已收到 1 行，填完请回复“好了”，还有就继续发。');
  });
});
