/** Laws of every conversation, over hundreds of random ones: nothing lost, nothing leaked, nothing depends on history. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionCandidates } from '../../src/engine/candidate.ts';
import { foldEntry } from '../../src/engine/fold.ts';
import type { Operation } from '../../src/engine/operation.ts';
import { isOwed, routeOf } from '../../src/engine/path.ts';
import type { Session } from '../../src/engine/session.ts';
import { SKIPPED, STALE } from '../../src/engine/session.ts';
import type { Value } from '../../src/engine/value.ts';
import type { Step } from '../../src/flow/step.ts';
import type { Seen } from './conversation-laws.ts';
import { converse, expectSeen, lawfulTurn, marksAnew, nothingSeen, visibleMarks } from './conversation-laws.ts';
import { endOf, messageFor, moves } from './random-conversation.ts';
import {
  answered,
  application,
  CONTACT,
  call,
  choice,
  choices,
  draftOf,
  NOW,
  sessionWith,
  tell,
} from './whole-applications.ts';

const RUNS = 300;
const TURNS = 60;

describe('Any conversation', () => {
  it(`keeps the laws after each of ${TURNS} turns, ${RUNS} times`, { timeout: 60_000 }, () => {
    const seen: Seen = nothingSeen();
    fc.assert(
      fc.property(moves(TURNS), (said) => {
        converse(call, said, seen);
      }),
      { numRuns: RUNS },
    );
    expectSeen(seen, RUNS);
    expect(seen.silent).toBeGreaterThan(0);
  });
});

/** Folds operations as one more entry. */
function folded(session: Session, ...operations: readonly Operation[]): Session {
  return foldEntry(call, session, {
    id: `f${session.length}`,
    at: NOW,
    by: 'usr_0000000000000000',
    channel: 'test',
    operations,
    replies: 0,
  });
}

/** What the applicant sees of the draft: every visible answer, and the marks of what applies. */
function visible(session: Session): unknown {
  const draft = draftOf(session);
  return {
    list: draft.list,
    answers: routeOf(call, draft).flatMap((step) => {
      const answer = draft.answers[step.ordinal];
      if (answer === undefined || isOwed(draft, step.ordinal)) return [];
      return [[step.id, answer === SKIPPED ? SKIPPED : answer.value]];
    }),
    marks: visibleMarks(call, draft, draft.marks),
  };
}

/** Steps whose answer can be flipped, with another value for each. */
function flips(session: Session): readonly { readonly step: Step; readonly back: Value; readonly other: Value }[] {
  const draft = draftOf(session);
  return routeOf(call, draft).flatMap((step) => {
    const answer = draft.answers[step.ordinal];
    if (answer === undefined || answer === SKIPPED) return [];
    if (((draft.marks[step.ordinal] ?? 0) & STALE) !== 0) return [];
    const back = answer.value;
    const ids =
      step.type === 'list'
        ? call.lists.map((list) => list.id)
        : optionCandidates(step).map((candidate) => candidate.name);
    return ids
      .map((id): Value => (step.type === 'multi' ? { ids: [id] } : { id }))
      .filter((other) => JSON.stringify(other) !== JSON.stringify(back))
      .map((other) => ({ step, back, other }));
  });
}

describe('An answer flipped and flipped back', () => {
  it('leaves every visible answer and mark as before, from anywhere in any conversation', { timeout: 30_000 }, () => {
    let flipped = 0;
    let shadowed = 0;
    fc.assert(
      fc.property(moves(45), fc.array(fc.nat(10_000), { minLength: 1, maxLength: 4 }), (said, which) => {
        const end = endOf(call, said);
        if (end.current < 0 || draftOf(end).submitted !== undefined) return;
        const before = visible(end);
        let there = end;
        const undo: Operation[] = [];
        for (const n of which) {
          const all = flips(there);
          const flip = all[n % Math.max(all.length, 1)];
          if (flip === undefined) continue;
          undo.unshift(answered(flip.step.id, flip.back));
          there = folded(there, answered(flip.step.id, flip.other));
          flipped += 1;
        }
        if (JSON.stringify(visible(there)) !== JSON.stringify(before)) shadowed += 1;
        expect(visible(folded(there, ...undo))).toEqual(before);
      }),
      { numRuns: 150 },
    );
    expect(flipped).toBeGreaterThan(150);
    expect(shadowed).toBeGreaterThan(75);
  });

  it('gives three ★ and all that hangs on them back', () => {
    const away = sessionWith(call, application('L3', { l3_lead: choice('none') }));
    const home = folded(away, answered('l3_lead', choice('hq')));
    const stars = ['l3_stars', 'l3_partner', 'l3_resources', 'l3_value_share'];
    const seen = (session: Session): readonly string[] =>
      visibleMarks(call, draftOf(session), draftOf(session).marks).map((mark) => mark.split('=')[0] ?? '');
    for (const step of stars) {
      expect(seen(away)).toContain(step);
      expect(seen(home)).not.toContain(step);
    }
    expect(visible(folded(home, answered('l3_lead', choice('none'))))).toEqual(visible(away));
    expect(
      visible(folded(away, answered('l3_stars', choices('s2')), answered('l3_stars', choices('s1', 's2', 's3')))),
    ).toEqual(visible(away));
  });
});

describe('An answer that does not apply for a while', () => {
  const NAME = { text: '上海示例征信有限公司' };
  const partners: Value = { rows: [{ name: NAME.text, role: '提供建模与数据治理', uscc: null }] };

  it('is checked again when it applies again', () => {
    const start = sessionWith(call, application('L3', { co_applicants: partners }));
    const gone = folded(start, answered('l3_lead', choice('none')));
    const renamed = folded(gone, answered('org_name', NAME));
    const back = folded(renamed, answered('l3_lead', choice('hq')));
    const draft = draftOf(back);
    expect(visibleMarks(call, draft, draft.marks)).toEqual(visibleMarks(call, draft, marksAnew(call, draft)));
    expect(tell(call, back, '提交').submission).toBeUndefined();
  });
});

describe('A conversation in a group', () => {
  it('is not shown the application before it is submitted', () => {
    const ready = sessionWith(call, application('L1', { declaration: undefined }));
    const asked = tell(call, ready, '继续', { chat: 'g1' });
    expect(asked.replies.at(-1)?.prompt?.step).toBe('declaration');
    const confirmed = tell(call, asked.session, '1', { chat: 'g1' });
    expect(confirmed.replies.map((reply) => reply.kind)).not.toContain('preview');
    expect(confirmed.replies.map((reply) => reply.body).join('\n')).not.toContain(CONTACT);
  });
});

describe('The laws themselves', () => {
  const said = { what: 0, which: 0, where: 99 };
  const start = tell(call, sessionWith(call, application('L1', { org_type: undefined })), '继续').session;

  it('see a session that was changed by a turn, a stale tap that answers and a group that is told too much', () => {
    const inbound = messageFor(call, start, { prompts: [] }, said);
    expect(lawfulTurn(call, start, inbound, [])).toBeDefined();
    const draft = draftOf(start);
    const spoilt = { ...draft, marks: draft.marks.slice() };
    spoilt.marks[call.stepById.get('contact')?.ordinal ?? -1] = 0;
    expect(() => lawfulTurn(call, { ...start, drafts: [spoilt] }, inbound, [])).toThrow('(b) a restored session');
    const leaking = {
      ...call,
      stepById: call.stepById,
      steps: call.steps.map((step) => (step.id === 'org_type' ? { ...step, private: true } : step)),
    };
    const group = { ...inbound, chat: 'g1', content: { kind: 'text' as const, text: '帮助' }, prompt: undefined };
    expect(() => lawfulTurn(leaking, start, group, [])).toThrow('(k) a group is asked org_type');
  });
});
