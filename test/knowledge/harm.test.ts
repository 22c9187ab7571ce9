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

it('a question of the entry it belongs to can be added', () => {
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
