/** What a call is once loaded: the small one for the meaning of each part, the shipped one for truth to its rules. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import { loadCall, loadCalls, readFiles } from '../../src/flow/load.ts';
import { edited, SMALL_CALL } from './small-call.ts';

const small = compileCall(SMALL_CALL);
const [one, two] = small.lists;
const ids = (steps: readonly { readonly id: string }[] | undefined) => steps?.map((step) => step.id);

describe('A small call', () => {
  it('numbers every step once, common ones first, then list by list', () => {
    expect(ids(small.steps)).toEqual([
      'consent',
      'list_choice',
      'case_title',
      'milestones',
      'contact',
      'declaration',
      'review_submit',
      'targets',
      'depth',
      'share',
      'why',
      'place',
      'lead',
    ]);
    expect(small.steps.map((step) => step.ordinal)).toEqual(small.steps.map((_, index) => index));
  });

  it('asks the opening, then what the list orders', () => {
    expect(ids(small.opening)).toEqual(['consent', 'list_choice']);
    expect(ids(two?.route)).toEqual([
      'consent',
      'list_choice',
      'place',
      'lead',
      'case_title',
      'milestones',
      'contact',
      'declaration',
      'review_submit',
    ]);
    expect(two?.place).toEqual([0, 1, 4, 5, 6, 7, 8, -1, -1, -1, -1, 2, 3]);
    expect([...(one?.quick ?? [])]).toEqual([7, 8]);
  });

  it('gives a list its own words for a shared step, and keeps the step', () => {
    const shared = small.stepById.get('milestones');
    const own = one?.route.find((step) => step.id === 'milestones');
    expect(own).toMatchObject({ ordinal: shared?.ordinal, hint: { zh: '至少一条' }, title: shared?.title });
    expect(own).toMatchObject({ suggestions: [{ clause: '1.2', say: { en: 'Launch' } }] });
    expect(shared?.hint).toBeUndefined();
    expect(two?.route.find((step) => step.id === 'milestones')).toBe(shared);
  });

  it('knows what depends on an answer, on this route only', () => {
    expect(one?.dependents[8]).toEqual([10]);
    expect(one?.dependents[7]).toEqual([10]);
    expect(one?.dependents[11]).toEqual([]);
    expect(two?.dependents[11]).toEqual([12]);
  });

  it('judges common clauses first, and knows which findings an answer touches', () => {
    expect(one?.findings.map((finding) => finding.clause)).toEqual(['0.1', '1.1', '1.2']);
    expect(one?.judgedBy[3]).toEqual([0, 2]);
    expect(one?.judgedBy[9]).toEqual([2]);
    expect(one?.findings[2]).toMatchObject({ basedOn: ['share', 'milestones'], reads: [3, 9], silent: false });
    expect(two?.findings[2]).toMatchObject({ clause: '2.1.a', partOf: '2.1', basedOn: ['place', 'lead'] });
  });

  it('offers its lists and then help at the choice of a list', () => {
    expect(small.listStep.options.map((option) => [option.id, option.label.zh, option.aliases])).toEqual([
      ['L1', '科技榜', ['科技']],
      ['L2', '上海榜', []],
      ['help', '帮我选', []],
    ]);
  });

  it('asks in private what is personal, knows the switches and the facts', () => {
    expect(small.steps.filter((step) => step.private).map((step) => step.id)).toEqual([
      'consent',
      'contact',
      'review_submit',
    ]);
    expect(small.policy).toEqual({ year_mode: 'flag', share_at_least: 50, strict: true, most_per_case: null });
    expect(small.organizer.deadline).toBe(Date.parse('2025-12-31T10:00:00Z'));
    expect(small.organizer.contact).toBeUndefined();
  });

  it('without English falls back to Chinese', () => {
    const files = edited('call.yaml', 'locales: [zh-CN, en]', 'locales: [zh-CN]');
    const call = compileCall(edited('lists/one.yaml', 'ask: { zh: 为什么？, en: Why? }', 'ask: 为什么？', files));
    expect(call.stepById.get('why')?.ask).toEqual({ zh: '为什么？', en: '为什么？' });
  });

  it('is known by a hash that changes with any character, but not with the folder or the order of files', () => {
    const moved = SMALL_CALL.map(({ path, text }) => ({ path: path.replace('flows/small/', ''), text })).reverse();
    expect(compileCall(moved).hash).toBe(small.hash);
    expect(compileCall([...SMALL_CALL, { path: 'flows/small/faq/general.yaml', text: '[' }]).hash).toBe(small.hash);
    expect(compileCall(edited('lists/one.yaml', 'zh: 看科技,', 'zh: 看科技。,')).hash).not.toBe(small.hash);
  });
});

describe('The call we ship', () => {
  const folder = new URL('../../flows/fintech-events-2025', import.meta.url).pathname;
  const call = loadCall(folder);
  const rules = readFileSync(`${folder}/rules-2025.txt`, 'utf8');
  /** White space stands only where the document breaks and indents lines. */
  const words = (text: string) => text.replaceAll(/\s+/gu, '');

  it('has five lists and all 102 clauses', () => {
    expect(call.lists.map((list) => list.id)).toEqual(['L1', 'L2', 'L3', 'L4', 'L5']);
    expect(call.clauses.size).toBe(102);
  });

  it('rests on the rules document it names', () => {
    expect(
      createHash('sha256')
        .update(readFileSync(`${folder}/rules-2025.txt`))
        .digest('hex'),
    ).toBe(call.rulesSha256);
  });

  it('quotes the rules verbatim, clause by clause', () => {
    const document = words(rules);
    for (const clause of call.clauses.values()) {
      if (clause.source !== 'verbatim') continue;
      for (const piece of words(clause.text)
        .split('……')
        .filter((part) => part !== '')) {
        expect(document, `${clause.id}: ${piece}`).toContain(piece);
      }
    }
    expect([...call.clauses.values()].filter((clause) => clause.source === 'verbatim').length).toBeGreaterThan(80);
  });

  it('leaves open what the rules do not say', () => {
    const { deadline, contact, feeText, awardText } = call.organizer;
    expect([deadline, contact, feeText, awardText]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('loads in well under a second, and again as the same call', () => {
    const { files } = readFiles(folder);
    const start = performance.now();
    expect(compileCall(files).hash).toBe(call.hash);
    expect(performance.now() - start).toBeLessThan(500);
    expect(loadCalls(new URL('../../flows', import.meta.url).pathname).map((one) => one.id)).toContain(call.id);
  });
});
