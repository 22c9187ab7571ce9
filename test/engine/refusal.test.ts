/** Whatever a reader refuses, the applicant is told in whole words: no gap where a fact should stand. */
import { describe, expect, it } from 'vitest';
import { candidatesFor } from '../../src/engine/candidate.ts';
import { foldEntry } from '../../src/engine/fold.ts';
import type { Operation } from '../../src/engine/operation.ts';
import { rejections } from '../../src/engine/phrases/phrases.ts';
import { newSession } from '../../src/engine/session.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import { loadCall } from '../../src/flow/load.ts';
import type { Content } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';

const call = loadCall('flows/fintech-events-2025');
const now = Date.parse('2025-11-03T09:00:00+08:00');
const FILE = { name: '材料.exe', mime: 'application/x-msdownload', size: 1, sha256: '0'.repeat(64), key: 'k' };

const REPLIES: readonly Content[] = [
  ...[
    '99',
    '1 2',
    '全部和都不是',
    '金融',
    '3–5',
    '五成',
    '2025年13月',
    '2025-2-30',
    '明天',
    '12345678901',
    'a@b',
    '91350100M000100YO',
    '短',
  ].map((text): Content => ({ kind: 'text', text })),
  { kind: 'text', text: '字'.repeat(900) },
  { kind: 'text', text: '一｜二｜三｜四｜五｜六｜七｜八｜九｜十' },
  { kind: 'text', text: '一｜二\n三' },
  { kind: 'text', text: '改 9 一｜二' },
  { kind: 'text', text: '123｜abc' },
  { kind: 'choose', options: ['nothing'] },
  { kind: 'file', file: FILE },
  { kind: 'file', file: { ...FILE, name: '材料.pdf', mime: 'application/pdf', size: 40 * 1024 * 1024 } },
];

function asking(list: string, step: string, locale: 'zh-CN' | 'en') {
  const operations: Operation[] = [
    { op: 'opened', draft: 'd1', flow: call.hash },
    { op: 'localised', locale },
    { op: 'answered', step: 'consent_privacy', value: { id: 'agree' }, raw: '' },
    { op: 'answered', step: 'list_choice', value: { id: list }, raw: '' },
    { op: 'focused', step },
  ];
  return foldEntry(call, newSession('t:u'), {
    id: 'm0',
    at: now,
    by: 'x',
    channel: 't',
    operations,
    open: { prompt: `d1.${step}.0`, chat: PRIVATE },
    replies: 0,
  });
}

describe.each(['zh-CN', 'en'] as const)('A refused reply (%s)', (locale) => {
  it.each(call.lists.map((list) => list.id))('is explained without gaps at every step of %s', (id) => {
    let refused = 0;
    for (const step of call.listById.get(id)?.route ?? []) {
      const session = asking(id, step.id, locale);
      const extra = candidatesFor(step, []).map((candidate) => candidate.content);
      for (const content of [...REPLIES, ...extra]) {
        const inbound = { channel: 't', id: 'm1', user: 'u', chat: PRIVATE, addressed: true, at: now, content };
        const turn = takeTurn(call, session, inbound, { now, by: 'x', version: '0' });
        for (const reply of turn?.replies ?? []) {
          expect(`${reply.body}${reply.foot ?? ''}`, `${step.id}: ${JSON.stringify(content).slice(0, 80)}`).not.toMatch(
            /undefined|NaN|\[object/,
          );
          if (reply.kind === 'rejection') refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(50);
  });

  it('has a sentence for every reason', () => {
    for (const [code, sentence] of Object.entries(rejections(locale))) {
      expect(sentence({}).length, code).toBeGreaterThan(0);
    }
  });
});
