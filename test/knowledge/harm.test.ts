/** What counts as harm when a question is added: a right answer lost, never one that was not given before. */
import { expect, it } from 'vitest';
import { loadCall, loadFaq } from '../../src/flow/load.ts';
import { askFaq } from '../../src/knowledge/answer.ts';
import { broken, gradeOf } from '../../src/knowledge/known-case.ts';
import { openKnowledge } from '../../src/knowledge/open.ts';

const folder = 'flows/fintech-events-2025';
const call = loadCall(folder);
const faq = loadFaq(folder, call);
const knowledge = openKnowledge(faq, call);

it('a case that has an answer and is handed over is not done', () => {
  const { calibration } = faq;
  if (calibration === undefined) throw new Error('the call we ship is calibrated');
  const shy = openKnowledge({ ...faq, calibration: { ...calibration, answer: 9, handover: 9, floor: 9 } }, call);
  const handed = faq.regression.filter(
    ({ text, entry }) => faq.entryById.get(entry)?.action === 'answer' && askFaq(shy, text).band === 'handover',
  );
  expect(handed.length).toBeGreaterThan(5);
  expect(handed.map((one) => gradeOf(shy, one))).toEqual(handed.map(() => 0));
  expect(broken(knowledge, shy).length).toBeGreaterThan(0);
});

it('a question of the entry it belongs to can be added', { timeout: 60_000 }, () => {
  for (const [text, entry] of [
    ['榜单三到底要求些什么呀', 'faq_l3_strict'],
    ['报名这事儿收不收银子', 'faq_fee'],
    ['融资便宜多少才算帮上忙', 'faq_c_1_3_b'],
  ] as const) {
    if (!faq.entryById.has(entry)) throw new Error(`no ${entry}`);
    const after = openKnowledge({ ...faq, variants: [...faq.variants, { entry, voice: 'organizer', text }] }, call);
    expect(broken(knowledge, after)).toEqual([]);
  }
});

it('a question taken from the entry it belongs to is harm', () => {
  const stolen = faq.regression.find(({ entry }) => entry === 'faq_metrics');
  if (stolen === undefined) throw new Error('no case about figures');
  const theft = { entry: 'faq_resume', voice: 'organizer', text: stolen.text };
  const after = openKnowledge({ ...faq, variants: [...faq.variants, theft] }, call);
  expect(broken(knowledge, after)).toContain(stolen);
});

it('an answer offered first instead of told is no harm while it is as likely as before; pushed aside it is', {
  timeout: 60_000,
}, () => {
  const { calibration } = faq;
  if (calibration === undefined) throw new Error('the call we ship is calibrated');
  const careful = { ...faq, calibration: { ...calibration, answer: 9, leave: 9 } };
  const offering = openKnowledge(careful, call);
  const offered = faq.regression.filter((one) => gradeOf(knowledge, one) === 2 && gradeOf(offering, one) === 1);
  expect(offered.length).toBeGreaterThan(5);
  const harm = broken(knowledge, offering);
  expect(offered.filter((one) => harm.includes(one))).toEqual([]);

  const aside = offered.find(({ entry }) => entry === 'faq_metrics');
  if (aside === undefined) throw new Error('the case about figures is not offered');
  const theft = { entry: 'faq_resume', voice: 'organizer', text: `${aside.text}呀` };
  const after = openKnowledge({ ...careful, variants: [...faq.variants, theft] }, call);
  expect(gradeOf(after, aside)).toBe(1);
  expect(broken(knowledge, after)).toContain(aside);
});
