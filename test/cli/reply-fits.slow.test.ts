/** Whether every message of the shipped call, not its questions alone, is looked at on every channel, and what is found. */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openInsight } from '../../src/cli/insight.ts';
import type { Fitting } from '../../src/cli/prompt-fits.ts';
import { openFitter } from '../../src/cli/prompt-fits.ts';
import type { Look } from '../../src/cli/prompts.ts';
import { looks } from '../../src/cli/prompts.ts';
import { walkSeen } from '../../src/cli/reply-fits.ts';
import { quotable } from '../../src/engine/explain.ts';
import type { WalkReport } from '../../src/engine/walk.ts';
import type { Outbound } from '../../src/message.ts';
import { call, listOf, NOW } from '../engine/whole-applications.ts';

const folder = fileURLToPath(new URL('../../flows/fintech-events-2025', import.meta.url));
const LABEL_LIMIT = 3;
/** Between the usual previews of that list, of a thousand characters, and the one of its longest answers. */
const LONG = 10_000;

const said: Outbound[] = [];
/** A platform that takes labels of three characters at most, and no long text. */
const narrow: Look = {
  name: 'narrow',
  why: '',
  show(outbound) {
    said.push(outbound);
    const labels = outbound.prompt?.options.map(({ label }) => label) ?? [];
    const tooLong = labels.filter((label) => label.length > LABEL_LIMIT);
    return {
      parts: [outbound.body],
      buttons: labels.map((label) => [label]),
      misfits: [
        ...tooLong.map((label) => `the label “${label}” is longer than ${LABEL_LIMIT}`),
        ...(outbound.body.length > LONG ? [`${outbound.body.length} characters, ${LONG} at most`] : []),
      ],
    };
  },
};

describe('The last list, walked in both languages on every channel and on a narrow one', () => {
  let report: WalkReport;
  let fitting: Fitting;
  const insight = openInsight(folder, call);

  beforeAll(async () => {
    const fitter = openFitter([...(await looks()), narrow]);
    report = walkSeen({ ...call, lists: [listOf(call, 'L5')] }, NOW, insight, fitter);
    fitting = fitter.fitting();
  });

  const seen = (wanted: (outbound: Outbound) => boolean): boolean => said.some(wanted);
  const types = (): ReadonlySet<string> => new Set(said.map(({ prompt }) => prompt?.type ?? ''));

  it('ends without a fault, and every message fits the channels there are', () => {
    expect(report.faults).toEqual([]);
    expect(fitting.misfits.filter(({ channel }) => channel !== 'narrow')).toEqual([]);
    expect(fitting.shown).toBeGreaterThan(1_000);
  });

  it('lets refusals with ways out be seen, doubts, deletion, withdrawal, readings, a told case and changes', () => {
    for (const type of ['ways', 'objection', 'doubt', 'erase', 'withdraw', 'meant', 'proposed', 'edit', 'question'])
      expect(types(), type).toContain(type);
  });

  it('names the machine’s own questions where a label is too long, once a channel and language', () => {
    const ways = fitting.misfits.filter(({ step }) => step === 'ways');
    expect(new Set(ways.map(({ channel }) => channel))).toEqual(new Set(['narrow']));
    expect(new Set(ways.map(({ locale }) => locale))).toEqual(new Set(call.locales));
    expect(ways[0]?.what).toMatch(/the label “.+” is longer than 3; shorten it \(longest: /u);
    const same = ways.map(({ locale, what }) => `${locale} ${what}`);
    expect(new Set(same).size).toBe(same.length);
  });

  it('shows every answer of the knowledge in both languages', () => {
    const answers = said.filter(({ kind }) => kind === 'faq').map(({ body }) => body);
    const all = answers.join('\n');
    for (const { id, answer, fact } of insight?.knowledge.faq.entries ?? []) {
      if (fact !== undefined) continue;
      expect(all.includes(answer.zh), id).toBe(true);
      expect(all.includes(answer.en), id).toBe(true);
    }
    expect(answers.some((body) => body.includes(quotable(call, '3.1')))).toBe(true);
  });

  it('shows reminders, notices to groups and receipts in both languages', () => {
    for (const chinese of [true, false]) {
      const inLanguage = ({ body }: Outbound): boolean => /^\p{Script=Han}/u.test(body) === chinese;
      expect(seen((one) => one.re.startsWith('timer:') && one.kind === 'notice' && inLanguage(one))).toBe(true);
      expect(seen((one) => one.door === 'private' && inLanguage(one))).toBe(true);
      expect(seen((one) => one.kind === 'receipt' && inLanguage(one))).toBe(true);
      expect(seen((one) => one.kind === 'rejection' && inLanguage(one))).toBe(true);
    }
  });

  it('puts the longest answers into the preview, which a platform without parts could not show', () => {
    const preview = fitting.misfits.filter(({ step }) => step === 'preview');
    expect(preview.map(({ channel, locale }) => [channel, locale])).toEqual(call.locales.map((one) => ['narrow', one]));
  });
});
