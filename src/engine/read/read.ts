/** Reads a reply to a step by the step's type. The one door to the readers; shows nothing and stores nothing. */
import type { Step } from '../../flow/step.ts';
import type { Partial } from '../value.ts';
import { readChoice } from './choice.ts';
import { readChoices } from './choices.ts';
import { readContact } from './contact.ts';
import { readDate } from './date.ts';
import { readFiles } from './files.ts';
import { readLongText } from './longtext.ts';
import { readNumber } from './number.ts';
import { readPercent } from './percent.ts';
import type { Reading, ReadingContext, Reply } from './reading.ts';
import { readRows } from './rows.ts';
import { readText } from './text.ts';
import { readUscc } from './uscc.ts';

/**
 * The reply as a value, as a part of one (with what is still owed), or as a rejection; never throws, whatever was
 * said. `partial`: what earlier replies to the same asking gathered; one of another kind is ignored.
 */
export function readReply(step: Step, reply: Reply, partial: Partial | undefined, around: ReadingContext): Reading {
  switch (step.type) {
    case 'single':
    case 'consent':
    case 'confirm':
    case 'list':
    case 'review':
      return readChoice(step, reply, partial);
    case 'multi':
      return readChoices(step, reply, partial);
    case 'text':
      return readText(step, reply);
    case 'longtext':
      return readLongText(step, reply, partial);
    case 'number':
      return readNumber(step, reply);
    case 'percent_note':
      return readPercent(step, reply, partial);
    case 'date':
      return readDate(step, reply, around);
    case 'rows':
      return readRows(step, reply, partial, around);
    case 'files':
      return readFiles(step, reply, partial);
    case 'contact':
      return readContact(step, reply, partial);
    case 'uscc':
      return readUscc(step, reply, partial);
    default:
      return step satisfies never;
  }
}
