/** Flow files change under open drafts: only what really changed is asked again, and nothing disappears untold. */
import { describe, expect, it } from 'vitest';
import { verifySeal } from '../../src/engine/canonical.ts';
import { foldEntries } from '../../src/engine/fold.ts';
import type { Entry } from '../../src/engine/operation.ts';
import { isOwed, standing } from '../../src/engine/path.ts';
import type { Session } from '../../src/engine/session.ts';
import { newSession } from '../../src/engine/session.ts';
import { restoreSnapshot, takeSnapshot } from '../../src/engine/snapshot.ts';
import type { Turn } from '../../src/engine/turn-frame.ts';
import type { Call } from '../../src/flow/call.ts';
import { compileCall } from '../../src/flow/compile.ts';
import { asText } from '../../src/message.ts';
import type { Edit, Given } from './whole-applications.ts';
import {
  answered,
  application,
  call,
  callWith,
  choice,
  draftOf,
  editedFiles,
  NOW,
  tell,
} from './whole-applications.ts';

/** The entries of an open application: everything answered, then one question asked. */
function entriesOf(given: Given, over: Call = call): readonly Entry[] {
  const operations = [
    { op: 'opened' as const, draft: 'd1', flow: over.hash },
    ...over.steps.flatMap((step) => {
      const value = given[step.id];
      return value === undefined ? [] : [answered(step.id, value)];
    }),
  ];
  return [{ id: 'm0', at: NOW, by: 'usr_0000000000000000', channel: 'test', operations, replies: 1 }];
}

type Reload = (entries: readonly Entry[], before: Call, after: Call) => Session;

/** The two ways a session meets newer files: its operations are folded again, or a snapshot is restored. */
const RELOADS: readonly (readonly [string, Reload])[] = [
  ['folded again', (entries, _before, after) => foldEntries(after, newSession('test:u1'), entries)],
  [
    'restored from a snapshot',
    (entries, before, after) => {
      const session = foldEntries(before, newSession('test:u1'), entries);
      const stored: unknown = JSON.parse(JSON.stringify(takeSnapshot(before, session)));
      return restoreSnapshot(after, 'test:u1', stored);
    },
  ],
];

const said = (turn: Turn): string => turn.replies.map(asText).join('\n');
const owed = (over: Call, session: Session): readonly string[] =>
  over.steps.filter((step) => isOwed(draftOf(session), step.ordinal)).map((step) => step.id);
const value = (over: Call, session: Session, id: string): unknown => {
  const answer = draftOf(session).answers[over.stepById.get(id)?.ordinal ?? -1];
  return typeof answer === 'object' ? answer.value : answer;
};

const LABEL: Edit = { file: 'common.yaml', from: '申报单位的全称是？', to: '请写申报单位的全称。' };
/** The common question of the organization type loses the option `bank`. */
const NO_BANK: Edit = { file: 'common.yaml', from: '      - id: bank\n', to: '      - id: banking\n' };
const REVISED: Edit = {
  file: 'common.yaml',
  from: '  - id: case_summary\n    type: longtext\n',
  to: '  - id: case_summary\n    type: longtext\n    revision: 2\n',
};
const NEW_STEP: readonly Edit[] = [
  {
    file: 'common.yaml',
    from: '  - id: case_stage\n',
    to: `  - id: case_city
    type: text
    title: { zh: 所在城市, en: City }
    ask: { zh: 案例在哪个城市？, en: Which city is the case in? }
    min: 2
    max: 20

  - id: case_stage
`,
  },
  { file: 'lists/l1.yaml', from: '  - case_summary\n', to: '  - case_summary\n  - case_city\n' },
  { file: 'lists/l2.yaml', from: '  - case_summary\n', to: '  - case_summary\n  - case_city\n' },
  { file: 'lists/l3.yaml', from: '  - case_summary\n', to: '  - case_summary\n  - case_city\n' },
  { file: 'lists/l4.yaml', from: '  - case_summary\n', to: '  - case_summary\n  - case_city\n' },
  { file: 'lists/l5.yaml', from: '  - case_summary\n', to: '  - case_summary\n  - case_city\n' },
];

describe.each(RELOADS)('An open application whose flow files change (%s)', (_name, reload) => {
  const whole = entriesOf(application('L1'));

  it('is asked nothing again where only words changed', () => {
    const after = callWith(LABEL);
    const session = reload(whole, call, after);
    const turn = tell(after, session, '继续');
    expect(owed(after, turn.session)).toEqual(['review_submit']);
    expect(draftOf(turn.session).flow).toBe(after.hash);
    expect(said(turn)).not.toContain('变');
    const next = tell(after, turn.session, '进度');
    expect(next.entry.operations.filter((operation) => operation.op === 'migrated')).toEqual([]);
  });

  it('is asked only the question whose chosen option is gone, with the old answer shown', () => {
    const after = callWith(NO_BANK);
    const turn = tell(after, reload(whole, call, after), '继续');
    expect(owed(after, turn.session)).toEqual(['org_type', 'review_submit']);
    expect(turn.replies.at(-1)?.prompt?.step).toBe('org_type');
    expect(said(turn)).toContain('单位类型');
    expect(turn.replies.at(-1)?.body).toMatch(/bank|原话/);
    const mended = tell(after, turn.session, { kind: 'choose', options: ['fintech'] });
    expect(owed(after, mended.session)).toEqual(['review_submit']);
  });

  it('never submits an option that is gone, though the applicant says 保留', () => {
    const after = callWith(NO_BANK);
    const turn = tell(after, reload(whole, call, after), '继续');
    const kept = tell(after, turn.session, '保留');
    expect(owed(after, kept.session)).toContain('org_type');
    expect(tell(after, kept.session, '提交').submission).toBeUndefined();
  });

  it('takes no reply to the question that was open for the one that is asked again', () => {
    // The applicant looks at the organization's name and answers it; meanwhile the organization type became stale.
    const before = entriesOf(application('L1', { case_stage: choice('production'), metrics: undefined }));
    const after = callWith({ ...NO_BANK });
    const asked = foldEntries(call, newSession('test:u1'), before);
    const open = tell(call, asked, '继续');
    expect(open.replies.at(-1)?.prompt?.step).toBe('metrics');
    const session = reload([...before, open.entry], call, after);
    const turn = tell(
      after,
      session,
      { kind: 'choose', options: ['none'] },
      { prompt: open.replies.at(-1)?.prompt?.id ?? '' },
    );
    const typed = tell(after, session, '2');
    for (const one of [turn, typed]) {
      expect(value(after, one.session, 'org_type')).toEqual(choice('bank'));
      const about = one.entry.operations.flatMap((operation) => ('step' in operation ? [operation.step] : []));
      expect(about).toEqual(['metrics']);
      expect(owed(after, one.session)).toContain('org_type');
    }
  });

  it('keeps the answer to a step that is gone aside, and says so once', () => {
    const after = compileCall(
      editedFiles().map((file) =>
        file.path.endsWith('/lists/l1.yaml')
          ? { ...file, text: withoutStep(file.text.replace('  - l1_service_detail\n', ''), 'l1_service_detail') }
          : file,
      ),
    );
    const session = reload(whole, call, after);
    const turn = tell(after, session, '继续');
    expect(draftOf(turn.session).orphans.l1_service_detail?.value).toEqual(application('L1').l1_service_detail);
    expect(turn.entry.operations[0]).toMatchObject({ op: 'migrated', gone: ['l1_service_detail'] });
    expect(turn.replies.filter((reply) => reply.kind === 'notice').length).toBeGreaterThan(1);
    expect(owed(after, turn.session)).toEqual(['review_submit']);
    const submitted = tell(after, turn.session, '提交');
    expect(submitted.submission?.scope.l1_service_detail).toBeUndefined();
  });

  it('gets the answer back when the step returns', () => {
    const without = compileCall(
      editedFiles().map((file) =>
        file.path.endsWith('/lists/l1.yaml')
          ? { ...file, text: withoutStep(file.text.replace('  - l1_service_detail\n', ''), 'l1_service_detail') }
          : file,
      ),
    );
    const away = tell(without, reload(whole, call, without), '继续');
    const back = reload([...whole, away.entry], without, call);
    const turn = tell(call, back, '继续');
    expect(value(call, turn.session, 'l1_service_detail')).toEqual(application('L1').l1_service_detail);
    expect(owed(call, turn.session)).toEqual(['review_submit']);
  });

  it('is asked a new required question, and only that', () => {
    const after = callWith(...NEW_STEP);
    const turn = tell(after, reload(whole, call, after), '继续');
    expect(owed(after, turn.session)).toEqual(['case_city', 'review_submit']);
    expect(turn.replies.at(-1)?.prompt?.step).toBe('case_city');
    expect(owed(after, tell(after, turn.session, '上海').session)).toEqual(['review_submit']);
  });

  it('is asked again where the revision was raised, and 保留 keeps the answer for good', () => {
    const after = callWith(REVISED);
    const turn = tell(after, reload(whole, call, after), '继续');
    expect(owed(after, turn.session)).toEqual(['case_summary', 'review_submit']);
    expect(said(turn)).toContain('保留');
    const kept = tell(after, turn.session, '保留');
    expect(owed(after, kept.session)).toEqual(['review_submit']);
    expect(value(after, kept.session, 'case_summary')).toEqual(application('L1').case_summary);
    const later = callWith(REVISED, LABEL);
    const reworded = tell(later, reload([...whole, turn.entry, kept.entry], after, later), '继续');
    expect(owed(later, reworded.session)).toEqual(['review_submit']);
  });

  it('is asked for a list when its own is gone, and keeps the shared answers', () => {
    const after = compileCall(
      editedFiles({ file: 'call.yaml', from: 'lists: [l1, l2, l3, l4, l5]', to: 'lists: [l2, l3, l4, l5]' }).flatMap(
        (file) => {
          if (file.path.endsWith('/lists/l1.yaml')) return [];
          return [file.path.endsWith('/rules.yaml') ? { ...file, text: withoutClauses(file.text) } : withoutL1(file)];
        },
      ),
    );
    const turn = tell(after, reload(whole, call, after), '继续');
    expect(draftOf(turn.session).list).toBeUndefined();
    expect(turn.replies.at(-1)?.prompt?.step).toBe('list_choice');
    const chosen = tell(after, turn.session, { kind: 'choose', options: ['L2'] });
    expect(value(after, chosen.session, 'org_name')).toEqual(application('L1').org_name);
    expect(standing(after, draftOf(chosen.session)).step?.id).toBe('l2_techs');
  });

  it('is asked again where the type of a step changed, and shows nothing of the old shape wrongly', () => {
    const after = callWith(
      {
        file: 'common.yaml',
        from: '  - id: case_title\n    type: text\n',
        to: '  - id: case_title\n    type: longtext\n',
      },
      { file: 'common.yaml', from: '    min: 6\n    max: 50\n    pattern: name\n', to: '    min: 6\n    max: 50\n' },
    );
    const same = tell(after, reload(whole, call, after), '继续');
    expect(owed(after, same.session)).toEqual(['review_submit']);
    const numbered = compileCall(
      editedFiles().map((file) =>
        file.path.endsWith('/lists/l1.yaml') ? { ...file, text: numbering(file.text) } : file,
      ),
    );
    const turn = tell(numbered, reload(whole, call, numbered), '继续');
    expect(owed(numbered, turn.session)).toEqual(['review_submit', 'l1_service_detail']);
    expect(said(turn)).not.toMatch(/undefined|\[object|NaN/);
  });

  it('leaves a submission as it was made: old hash, seal intact', () => {
    const session = foldEntries(call, newSession('test:u1'), whole);
    const submitted = tell(call, session, '提交');
    expect(submitted.submission?.call.flow_hash).toBe(call.hash);
    const after = callWith(NO_BANK);
    const reopened = reload([...whole, submitted.entry], call, after);
    const turn = tell(after, reopened, '继续');
    expect(turn.session.receipts).toHaveLength(1);
    expect(turn.session.receipts[0]).toMatchObject({
      receipt: submitted.submission?.receipt_no,
      sha256: submitted.submission?.integrity.sha256,
    });
    expect(verifySeal(JSON.parse(JSON.stringify(submitted.submission)))).toBe(true);
    expect(turn.replies.filter((reply) => reply.prompt !== undefined)).toEqual([]);
  });
});

describe('An applicant with two drafts', () => {
  it('is asked about the change in the one they switch to before anything is submitted', () => {
    const first = entriesOf(application('L1'));
    const session = foldEntries(call, newSession('test:u1'), first);
    const opened = tell(call, session, '新申报');
    const after = callWith(NO_BANK);
    const reloaded = foldEntries(after, newSession('test:u1'), [...first, opened.entry]);
    const touched = tell(after, reloaded, '进度');
    const switched = tell(after, touched.session, '草稿 1');
    expect(switched.replies.at(-1)?.prompt?.step).toBe('org_type');
  });
});

/** List 1's file with `l1_service_detail` asking for a number instead of a text. */
function numbering(text: string): string {
  return text
    .split(/(?=^ {2}- id: )/m)
    .map((part) =>
      part.startsWith('  - id: l1_service_detail\n')
        ? part.replace('type: longtext', 'type: number').replace(/^ {4}min: [\s\S]*$/m, '\n')
        : part,
    )
    .join('');
}

function withoutStep(text: string, id: string): string {
  const parts = text.split(/(?=^ {2}- id: |^findings:)/m);
  const kept = parts.filter((part) => !part.startsWith(`  - id: ${id}\n`));
  if (kept.length !== parts.length - 1) throw new Error(`no step ${id}`);
  return kept.join('');
}

/** rules.yaml without list 1's clauses. */
function withoutClauses(text: string): string {
  return text
    .split(/(?=^ {2}- id: )/m)
    .filter((part) => !part.startsWith("  - id: '1."))
    .join('');
}

/** A file that no longer names list 1's clauses. */
function withoutL1<T extends { readonly path: string; readonly text: string }>(file: T): T {
  return { ...file, text: file.text.replaceAll(/'1\.[0-9a-z.]+'(, )?/g, '').replaceAll(', ]', ']') };
}
