/** The regression cases of the call we ship hold: each is answered with its entry or offered it first, or handed over. */
import { expect, it } from 'vitest';
import { loadCall, loadFaq } from '../../src/flow/load.ts';
import { askFaq } from '../../src/knowledge/answer.ts';
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
  // Offered is no loss as long as it is offered first; to be handed over is what none of the entries may stand against.
  const { entries, choices, band } = askFaq(knowledge, one.text);
  if (one.entry === 'none') expect(band).toBe('handover');
  else expect([entries[0]?.id, band === 'choose' ? choices[0] : entries[0]?.id]).toEqual([one.entry, one.entry]);
});

it('nine of ten are done at once', () => {
  const done = faq.regression.filter((one) => gradeOf(knowledge, one) === 2);
  expect(done.length / faq.regression.length).toBeGreaterThanOrEqual(0.9);
});
