/** How long drafts and submissions are kept: the warning, what is deleted when, and what stays. */
import { describe, expect, it } from 'vitest';
import { newSession } from '../../src/engine/session.ts';
import type { Turn } from '../../src/engine/turn-frame.ts';
import { half, heard, wait, whys } from './waiting.ts';
import { application, call, callWith, draftOf, NOW, sessionWith, tell } from './whole-applications.ts';

const DAY = 86_400_000;

const keptFor = (drafts: string, submissions = 'null') => [
  { file: 'call.yaml', from: 'drafts: null', to: `drafts: ${drafts}` },
  { file: 'call.yaml', from: 'submissions: null', to: `submissions: ${submissions}` },
];

describe('Drafts that are kept 30 days', () => {
  const over = callWith(...keptFor('30d', '24mo'));

  it('are warned of 3 days before, then deleted with the whole session if nothing was submitted', () => {
    const turns = wait(over, half(over), NOW, NOW + 90 * DAY);
    expect(whys(turns)).toEqual(['ladder', 'ladder', 'ladder', 'expiry']);
    expect(turns.map(({ now }) => (now - NOW) / DAY)).toEqual([1, 3, 7, 27, 30]);
    expect(heard(turns[3])).toContain('到 2025年11月8日 09:00，中国标准时间 还没有接着填，这份草稿就会自动删除');
    const last = turns.at(-1);
    expect(last).toMatchObject({ erase: true, replies: [], entry: { operations: [{ op: 'expired', draft: 'd1' }] } });
    expect(last?.session.drafts[0]?.answers.every((answer) => answer === undefined)).toBe(true);
    expect(last?.session.open).toBeUndefined();
  });

  it('stay when the person speaks, and never go less than two days after a warning that came late', () => {
    const warned = wait(over, half(over), NOW, NOW + 28 * DAY).at(-1);
    const back = tell(over, warned?.session ?? newSession('k'), '继续', { now: NOW + 29 * DAY }).session;
    expect(wait(over, back, NOW + 29 * DAY, NOW + 200 * DAY).at(-1)?.now).toBe(NOW + 59 * DAY);
    const standstill = wait(over, half(over), NOW + 50 * DAY, NOW + 200 * DAY);
    expect(whys(standstill)).toEqual(['expiry']);
    expect(standstill.map(({ now }) => (now - NOW) / DAY)).toEqual([50, 52]);
  });

  it('go without a word where no warning is wanted, and that was said', () => {
    const muted = tell(over, half(over), '别再提醒我');
    expect(heard(muted)).toContain('停笔满 30 天的草稿会自动删除，到时不再另行通知');
    const turns = wait(over, muted.session, NOW, NOW + 90 * DAY);
    expect(turns.map(({ now, erase }) => [(now - NOW) / DAY, erase])).toEqual([[30, true]]);
  });

  it('go alone where something was submitted, which goes with everything after its own time', () => {
    const ready = tell(over, sessionWith(over, application('L1')), '继续').session;
    const done = tell(over, ready, '提交').session;
    const second = tell(over, tell(over, done, '新申报').session, '2').session;
    expect(draftOf(second).list).toBe('L2');
    const [gone, ...later] = wait(over, second, NOW, NOW + 1000 * DAY).filter(
      ({ entry }) => whys([{ entry } as Turn]).length === 0,
    );
    expect(gone).toMatchObject({ erase: false, entry: { operations: [{ op: 'expired', draft: 'd2' }] } });
    expect(gone?.session.receipts).toHaveLength(1);
    expect(gone?.session.drafts[0]?.submitted).toBeDefined();
    expect(later).toHaveLength(1);
    expect(later[0]?.erase).toBe(true);
    expect(((later[0]?.now ?? 0) - NOW) / DAY).toBe(730.5);
    expect(later[0]?.entry.operations).toContainEqual({
      op: 'expired',
      draft: 'd1',
      submissions: [gone?.session.receipts[0]?.submission],
    });
  });

  it('are kept for good by the shipped call, whose organizer has not decided', () => {
    expect(wait(call, tell(call, half(), '别再提醒我').session, NOW, NOW + 4000 * DAY)).toEqual([]);
  });
});
