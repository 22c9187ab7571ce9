/** A fact the organizer has set is told to everyone who asks for it, in either language; until then it is handed over. */
import { describe, expect, it } from 'vitest';
import { loadCall, loadFaq } from '../../src/flow/load.ts';
import { askFaq } from '../../src/knowledge/answer.ts';
import { bandOf } from '../../src/knowledge/bands.ts';
import { openKnowledge } from '../../src/knowledge/open.ts';

const folder = 'flows/fintech-events-2025';
const call = loadCall(folder);
const faq = loadFaq(folder, call);
const unset = openKnowledge(faq, call);
const organizer = { ...call.organizer, deadline: Date.parse('2025-12-31T10:00:00Z') };
const set = { ...unset, organizer };

describe('The deadline', () => {
  it.each(['什么时候截止', '几号截止啊', '截止日期', '截止时间', 'when is the deadline?', 'deadline', 'Deadline?'])(
    'is told once it is set, handed over before: %s',
    (text) => {
      for (const knowledge of [set, unset]) expect(askFaq(knowledge, text).entries[0]?.id).toBe('faq_deadline');
      expect(askFaq(set, text).band).toBe('answer');
      expect(askFaq(unset, text).band).toBe('handover');
    },
  );

  it('is not told to who more likely means another fact', () => {
    const calibration = { weights: [], answer: 0.9, handover: 0.5, leave: 1, floor: 0, figures: {} };
    const grounds = { chance: 0.8, likeness: 0.4, hands: true, handing: 0.9 };
    expect(bandOf({ ...grounds, told: 0.6 }, calibration)).toBe('answer');
    expect(bandOf({ ...grounds, told: 0.4 }, calibration)).toBe('choose');
    expect(bandOf(grounds, calibration)).toBe('handover');
  });
});
