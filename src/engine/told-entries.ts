/**
 * Every answer the call's knowledge can give, as the engine says it: told, handed over, told before in a group, and
 * offered among three readings. For looking at them all; chooses none and records nothing that is kept.
 */
import type { Call } from '../flow/call.ts';
import type { Entry } from '../flow/faq.ts';
import { inLocale } from '../flow/words.ts';
import type { Outbound } from '../message.ts';
import { PRIVATE } from '../message.ts';
import { putQuestion } from './ask.ts';
import type { Session } from './session.ts';
import type { Around, Stage } from './stage.ts';
import { record } from './stage.ts';
import { takeQuestion, tellEntry } from './take-question.ts';
import { closeTurn, openTurn } from './turn-frame.ts';

/** Readings offered at once. */
const OFFERED = 3;

function replies(call: Call, session: Session, around: Around, chat: string, act: (stage: Stage) => void) {
  const to = { channel: 'walk', user: 'walker', chat };
  const origin = { id: 'question', at: around.now, by: around.by, channel: to.channel };
  const stage = openTurn(call, session, around, origin, to, undefined);
  stage.manner = 'short';
  act(stage);
  return closeTurn(stage, putQuestion(stage)).replies;
}

/**
 * What is said of each entry at this session, in its language; nothing where `around` knows none. A question in the
 * entry's own words is asked as well: it is told, offered or handed over as applicants would see it.
 */
export function* entriesTold(call: Call, session: Session, around: Around): Generator<Outbound> {
  const known = around.insight?.();
  if (known === undefined) return;
  const { faq } = known.knowledge;
  const { locale } = session;
  for (const { id, topic } of faq.entries) {
    const tell = (stage: Stage): void => tellEntry(stage, id, '', 'answer');
    yield* replies(call, session, around, PRIVATE, tell);
    const past = { toldAt: new Map([[id, around.now]]), crowded: false };
    yield* replies(call, session, { ...around, group: past }, 'group', tell);
    yield* replies(call, session, around, PRIVATE, (stage) => takeQuestion(stage, inLocale(topic, locale)));
  }
  for (let i = 0; i < faq.entries.length; i += OFFERED) {
    const options = faq.entries.slice(i, i + OFFERED).map(({ id, topic }: Entry) => ({ id, ...topic }));
    yield* replies(call, session, around, PRIVATE, (stage) =>
      record(stage, { op: 'pended', pending: { kind: 'meant', text: '', options } }),
    );
  }
}
