/** Whatever is sent, at whatever question: no exception, nothing lost, nothing invisible kept, and an answer at once. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/engine/session.ts';
import { currentDraft, newSession } from '../../src/engine/session.ts';
import { takeSnapshot } from '../../src/engine/snapshot.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import type { Step } from '../../src/flow/step.ts';
import type { Content } from '../../src/message.ts';
import { asText, PRIVATE } from '../../src/message.ts';
import type { Given } from './whole-applications.ts';
import { application, call, choice, NOW, sessionWith, tell } from './whole-applications.ts';

const MEGABYTE = 1_000_000;

const WORDS: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['spaces', ' \n\t '],
  ['a megabyte of one letter', 'x'.repeat(MEGABYTE)],
  ['a megabyte of Chinese', '申报'.repeat(MEGABYTE / 6)],
  ['a megabyte of digits', '1'.repeat(MEGABYTE)],
  ['a megabyte of lines', '1\n'.repeat(MEGABYTE / 2)],
  ['a megabyte of columns', '甲｜'.repeat(MEGABYTE / 6)],
  ['a megabyte of commas', '1,'.repeat(MEGABYTE / 2)],
  ['a megabyte of spaces', ' '.repeat(MEGABYTE)],
  ['a megabyte of combining marks', `e${'\u0301'.repeat(MEGABYTE / 2)}`],
  ['NUL', 'a\u0000b'],
  ['control characters', '上海\u0001\u0007\u001b[31m示例\u007f科技\u0085有限公司'],
  ['lone surrogates', '上海\ud800示例\udc00科技有限公司'],
  ['right to left', '上海\u202e示例\u202c科技\u2066有限\u2069公司'],
  ['zero width', '上\u200b海\u200c示\u200d例\ufeff科技有限公司'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['toString', 'toString'],
  ['hasOwnProperty', 'hasOwnProperty'],
  ['a prototype as JSON', '{"__proto__":{"polluted":true}}'],
  ['prototype columns', '__proto__｜constructor｜toString｜valueOf｜2025年3月｜prototype'],
  ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>上海示例'],
  ['a formula', "=cmd|'/C calc'!A0"],
  ['another formula', '@SUM(1+1)*cmd|calc'],
  ['template strings', '{{7*7}} #{7*7} <%= 7*7 %> %s %n'],
  ['SQL', "'; DROP TABLE sessions; --"],
  ['a path', '../../../../etc/passwd'],
  ['emoji', '👨‍👩‍👧‍👦🏳️‍🌈1️⃣2️⃣'],
  ['astral letters', '𠮷野家𠀀𪚥股份有限公司'],
  ['full-width digits', '１２３４５６７８９０'],
  ['Arabic digits', '١٢٣'],
  ['a number beyond numbers', '9'.repeat(400)],
  ['minus infinity', '-Infinity'],
  ['NaN as a word', 'NaN'],
  ['a very long line of words', `上海示例${'很长的一行没有标点'.repeat(2_000)}`],
  ['deep brackets', '（'.repeat(20_000)],
  ['a list of ranges', '1-99999999,1~9999999'],
  ['edit of an absurd row', '改 99999999999 x'],
];

const CONTENTS: readonly (readonly [string, Content])[] = [
  ...WORDS.map(([name, text]): readonly [string, Content] => [name, { kind: 'text', text }]),
  ['a tap on __proto__', { kind: 'choose', options: ['__proto__'] }],
  ['a tap on constructor', { kind: 'choose', options: ['constructor', 'toString'] }],
  ['a tap on nothing', { kind: 'choose', options: [] }],
  ['ten thousand taps', { kind: 'choose', options: Array.from({ length: 10_000 }, (_, i) => `o${i}`) }],
  ['the same tap often', { kind: 'choose', options: new Array<string>(1_000).fill('none') }],
  [
    'a file with a hostile name',
    { kind: 'file', file: { name: '../\u202efdp.exe', mime: 'text/html', size: -1, sha256: 'x', key: '__proto__' } },
  ],
  [
    'a file of impossible size',
    { kind: 'file', file: { name: 'a.pdf', mime: 'application/pdf', size: Number.NaN, sha256: 'b', key: 'k' } },
  ],
  ['a thing nobody can read', { kind: 'unsupported', what: '<b>__proto__</b>' }],
];

/** One open question of each type there is, by the session in which it is open. */
function opened(): ReadonlyMap<string, { readonly step: Step; readonly session: Session }> {
  const found = new Map<string, { step: Step; session: Session }>();
  const keep = (session: Session, step: Step | undefined) => {
    if (step !== undefined && !found.has(step.type)) found.set(step.type, { step, session });
  };
  keep(tell(call, newSession('test:u1'), '你好').session, call.opening[0]);
  keep(tell(call, sessionWith(call, { consent_privacy: choice('agree') }), '继续').session, call.listStep);
  for (const list of call.lists) {
    const given = application(list.id, list.id === 'L3' ? { l3_lead: choice('none') } : {});
    for (const step of list.route) {
      if (step.type === 'list' || step.type === 'consent') continue;
      const without: Given = { ...given, [step.id]: undefined };
      const { session, replies } = tell(call, sessionWith(call, without), '继续');
      if (replies.at(-1)?.prompt?.step === step.id) keep(session, step);
    }
  }
  return found;
}

const OPEN = opened();
/** Controls but tab and line feed, format characters, lone surrogates. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u;
const around = { now: NOW, by: 'usr_0000000000000000', version: '0.1.0' };

function send(session: Session, content: Content, id: string) {
  const inbound = { channel: 'test', id, user: 'u1', chat: PRIVATE, addressed: true, at: NOW, content };
  // Time of this process, not of the wall: other programs on the machine are not the engine's.
  const before = process.cpuUsage();
  const turn = takeTurn(call, session, inbound, around);
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1_000;
  if (turn === undefined) throw new Error('a private message was not answered');
  return { turn, took };
}

/** The values and words kept of every answer. */
function kept(session: Session): string {
  return JSON.stringify(takeSnapshot(call, session).drafts);
}

describe('Hostile words', () => {
  const prototype = Object.getOwnPropertyNames(Object.prototype).sort().join();

  beforeAll(() => {
    // Compiled code is what applicants meet; the first turns of a process are not timed here.
    for (const { session } of OPEN.values()) for (const [name, content] of CONTENTS) send(session, content, name);
  });

  it('are tried at a question of every type a step can have, but dates and numbers, which this call does not ask', () => {
    expect([...OPEN.keys()].sort()).toEqual([
      'confirm',
      'consent',
      'contact',
      'files',
      'list',
      'longtext',
      'multi',
      'percent_note',
      'review',
      'rows',
      'single',
      'text',
      'uscc',
    ]);
  });

  describe.each([...OPEN.keys()])('at a question of type %s', (type) => {
    it.each(CONTENTS)('%s', (name, content) => {
      const at = OPEN.get(type);
      if (at === undefined) throw new Error(`no question of type ${type}`);
      let { turn, took } = send(at.session, content, name);
      for (let i = 0; took >= 50 && i < 4; i++) ({ turn, took } = send(at.session, content, name));
      expect(took, 'milliseconds').toBeLessThan(50);

      const stored = kept(turn.session);
      expect(INVISIBLE.exec(JSON.parse(`"${stored.replace(/["\\]/g, '')}"`) as string)?.[0]).toBeUndefined();
      expect(Object.getOwnPropertyNames(Object.prototype).sort().join()).toBe(prototype);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();

      const draft = currentDraft(turn.session);
      const before = currentDraft(at.session);
      // At the review, 1,1,1 … is the first choice said often: it submits as a single 1 does.
      const answered = turn.entry.operations.some(({ op }) => op === 'answered' || op === 'submitted');
      expect(turn.replies.length).toBeGreaterThan(0);
      if (!answered) {
        expect(draft?.answers).toEqual(before?.answers);
        expect(draft?.submitted).toBeUndefined();
      }
      for (const reply of turn.replies) {
        const text = asText(reply);
        expect(text).not.toMatch(/undefined|\[object/);
        expect(text.length).toBeLessThan(MEGABYTE / 20);
      }
      expect(stored.length).toBeLessThan(MEGABYTE / 10);
    });
  });
});
