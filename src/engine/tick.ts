/**
 * What a session does when its time has come, nobody having said anything: it reminds, says once how a long answer is
 * ended, or removes what was kept long enough. Pure like `turn.ts`; answers no message and speaks only in private.
 */
import type { Call } from '../flow/call.ts';
import { PRIVATE } from '../message.ts';
import { putQuestion } from './ask.ts';
import { migrateDraft } from './migrate.ts';
import type { Nudge } from './nudge.ts';
import { nextNudge } from './nudge.ts';
import { reminderWords } from './phrases/phrases.ts';
import type { Address, Why } from './reach.ts';
import { expiryAt, expiryOnceWarned, mayRemind, nextReminder } from './reminder.ts';
import { reminderText } from './reminder-text.ts';
import type { Draft, Session } from './session.ts';
import { currentDraft } from './session.ts';
import type { Around, Stage } from './stage.ts';
import { draft, locale, record, say } from './stage.ts';
import type { Turn } from './turn-frame.ts';
import { closeTurn, openTurn } from './turn-frame.ts';
import { holdsAnything, unfinishedDrafts } from './unfinished.ts';

const DAY = 86_400_000;
/** Whoever has been silent longer has forgotten the call. */
const FORGOTTEN = 180 * DAY;
const NOWHERE: Address = { channel: '', user: '', chat: PRIVATE };

type Deed =
  | { readonly kind: 'nudge'; readonly at: number; readonly nudge: Nudge }
  | { readonly kind: 'remind'; readonly at: number; readonly why: Why; readonly drafts: readonly Draft[] }
  /** `everything`: nothing of the session is left to keep. */
  | { readonly kind: 'expire'; readonly at: number; readonly everything: boolean };

/**
 * Takes the turn of a timer set for `at` (ms), which only names the turn (`timer:<at>`): what is due is decided by
 * `around.now`. Undefined: nothing is to be said or done now; `wakeAfter` tells when. With `erase`, the session is to be
 * deleted without a word, and the events of the entry recorded.
 */
export function takeTick(call: Call, session: Session, at: number, around: Around): Turn | undefined {
  const deed = nextDeed(call, session, around.now, remindable(call, session, around.now));
  if (deed === undefined || deed.at > around.now) return undefined;
  const to = session.reach.to ?? NOWHERE;
  const origin = { id: `timer:${at}`, at: around.now, by: '', channel: to.channel };
  const stage = openTurn(call, session, around, origin, to, undefined);
  switch (deed.kind) {
    case 'nudge':
      record(stage, { op: 'nudged', draft: deed.nudge.draft, step: deed.nudge.step });
      say(stage, 'notice', deed.nudge.say(reminderWords(locale(stage))));
      stage.manner = 'silent';
      return closeTurn(stage, putQuestion(stage));
    case 'remind':
      remind(stage, session, deed.drafts, deed.why);
      return closeTurn(stage, putQuestion(stage));
    case 'expire':
      expire(stage, session, deed.everything);
      return closeTurn(stage, session.open === undefined ? undefined : openAfter(session));
    default:
      return deed satisfies never;
  }
}

/**
 * When the session wants to be woken, ms; never before `now`, and null where nothing will ever be due. While there is
 * somebody to remind it is at most a day, for half a year, so that a deadline set meanwhile is heeded.
 */
export function wakeAfter(call: Call, session: Session, now: number): number | null {
  const drafts = remindable(call, session, now);
  const deed = nextDeed(call, session, now, drafts);
  const hoped = drafts.length > 0 && call.timing?.reminders !== undefined && now - session.saidAt < FORGOTTEN;
  const look = hoped ? now + DAY : undefined;
  if (deed === undefined) return look ?? null;
  return look === undefined ? deed.at : Math.min(deed.at, look);
}

const NOBODY: readonly Draft[] = [];

/** The unfinished drafts of somebody who may be spoken to. */
function remindable(call: Call, session: Session, now: number): readonly Draft[] {
  if (call.timing === undefined || session.drafts.length === 0) return NOBODY;
  return mayRemind(call, session, now) ? unfinishedDrafts(call, session) : NOBODY;
}

/** The next thing to do, with a moment that is not before `now`. */
function nextDeed(call: Call, session: Session, now: number, drafts: readonly Draft[]): Deed | undefined {
  const { timing } = call;
  if (timing === undefined || session.drafts.length === 0) return undefined;
  const reminder = drafts.length === 0 ? undefined : nextReminder(call, timing, session, now);
  let deed: Deed | undefined = reminder === undefined ? undefined : { kind: 'remind', drafts, ...reminder };
  const nudge = mayRemind(call, session, now) ? nextNudge(call, session, now) : undefined;
  if (nudge !== undefined && (deed === undefined || nudge.at <= deed.at)) deed = { kind: 'nudge', at: nudge.at, nudge };
  const holding = session.drafts.some(holdsAnything);
  const { receipts } = session;
  const expiry = holding || receipts.length === 0 ? expiryAt(timing, session, reminder) : undefined;
  if (expiry !== undefined) deed = sooner(deed, { at: Math.max(expiry, now), everything: receipts.length === 0 });
  const kept = timing.retention?.submissions;
  if (kept === undefined || receipts.length === 0) return deed;
  const last = receipts.reduce((latest, receipt) => Math.max(latest, receipt.at), holding ? session.saidAt : 0);
  return sooner(deed, { at: Math.max(last + kept, now), everything: true });
}

function sooner(deed: Deed | undefined, expiry: { readonly at: number; readonly everything: boolean }): Deed {
  return deed !== undefined && deed.at <= expiry.at ? deed : { kind: 'expire', ...expiry };
}

function remind(stage: Stage, session: Session, drafts: readonly Draft[], why: Why): void {
  const { call, around } = stage;
  const [first] = drafts;
  if (first === undefined) throw new Error('a reminder of nothing');
  const inHand = first.id === currentDraft(session)?.id;
  if (inHand) migrateDraft(stage);
  record(stage, { op: 'reminded', drafts: drafts.map((one) => one.id), why });
  const kept = call.timing?.retention?.drafts;
  const text = reminderText(call, locale(stage), {
    draft: inHand ? draft(stage) : first,
    number: inHand ? undefined : session.drafts.indexOf(first) + 1,
    others: drafts.length - 1,
    expires: why === 'expiry' && kept !== undefined ? expiryOnceWarned(session.saidAt, kept, around.now) : undefined,
  });
  say(stage, 'notice', text);
  stage.manner = inHand ? 'short' : 'silent';
}

function expire(stage: Stage, session: Session, everything: boolean): void {
  for (const one of session.drafts) {
    if (!everything && !holdsAnything(one)) continue;
    const gone = session.receipts.filter((receipt) => receipt.draft === one.id).map((receipt) => receipt.submission);
    record(stage, { op: 'expired', draft: one.id, ...(everything && gone.length > 0 ? { submissions: gone } : {}) });
  }
  stage.erase = everything;
}

/** A question of a draft that is empty now is open no more. */
function openAfter(session: Session): null | undefined {
  const current = currentDraft(session);
  return current !== undefined && holdsAnything(current) ? null : undefined;
}
