/** The regression cases of the call we ship hold: each is answered with its entry at once, or handed over. */
import { expect, it } from 'vitest';
import { loadCall, loadFaq } from '../../src/flow/load.ts';
import { gradeOf } from '../../src/knowledge/known-case.ts';
import { openKnowledge } from '../../src/knowledge/open.ts';

const folder = 'flows/fintech-events-2025';
const call = loadCall(folder);
const faq = loadFaq(folder, call);
const knowledge = openKnowledge(faq, call);

it('there are sixty of them, none a question the knowledge holds already', () => {
  const held = new Set(faq.variants.map(({ text }) => text));
  expect(faq.regression.length).toBeGreaterThanOrEqual(60);
  expect(faq.regression.filter(({ text }) => held.has(text))).toEqual([]);
});

it.each(faq.regression)('“$text” is for $entry', (one) => {
  expect(gradeOf(knowledge, one)).toBe(2);
});
