/** Which operations organizers look at later as events: questions answered or missed, calls for a person, deletions. */
import { FAQ_ANSWER, FAQ_MISS } from '../knowledge/log.ts';
import type { Operation } from './operation.ts';

/** Kind of the event of a wish for a person. */
export const ESCALATION = 'escalation';

/** Kind of the event of a deletion because its time was over. The text is JSON: {draft, submissions}. */
export const RETENTION = 'retention';

/** Kind of the event of a handle that was joined to a session or parted from one. The text is JSON of the operation. */
export const LINK = 'link';

/** The event of an operation; undefined for those that are none. The text is JSON of the shapes in knowledge/log.ts. */
export function eventOf(operation: Operation): { readonly kind: string; readonly text: string } | undefined {
  switch (operation.op) {
    case 'told_rule': {
      const { text, entry, clauses, version, band, hinted } = operation;
      return { kind: FAQ_ANSWER, text: JSON.stringify({ text, entry, clauses, version, band, hinted }) };
    }
    case 'missed': {
      const { text, band, top, version, chosen } = operation;
      return {
        kind: FAQ_MISS,
        text: JSON.stringify({ text, band, top, version, ...(chosen === null ? { chosen } : {}) }),
      };
    }
    case 'escalated':
      return { kind: ESCALATION, text: operation.text };
    case 'expired':
      return {
        kind: RETENTION,
        text: JSON.stringify({ draft: operation.draft, submissions: operation.submissions ?? [] }),
      };
    case 'joined':
    case 'parted':
    case 'alone':
      return { kind: LINK, text: JSON.stringify(operation) };
    default:
      return undefined;
  }
}
