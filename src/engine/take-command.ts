/** What each command does. A command never loses an answer; the open question is put again after it. */
import { inLocale } from '../flow/words.ts';
import type { Command } from './command.ts';
import { explainVerdict, quote } from './explain.ts';
import { judge } from './findings.ts';
import { setReminders } from './mute.ts';
import { exportText } from './own-copy.ts';
import { standing, stepBefore } from './path.ts';
import { previewText, progressText } from './preview.ts';
import { owedNote } from './prompt.ts';
import { valueFits } from './read/fits.ts';
import { readReply } from './read/read.ts';
import { refuse } from './refuse.ts';
import { ANSWERED, SKIPPED } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, inPrivate, listOf, locale, phrases, record, say, sendToPrivate } from './stage.ts';
import { askWithdrawal, submitDraft } from './submit-draft.ts';
import { tellFailed } from './take-answer.ts';
import { sayStanding, switchDraft, tellDrafts } from './take-drafts.ts';
import type { JoinCommand } from './take-joining.ts';
import { editStep, object } from './take-pending.ts';
import { openDraft, pause } from './take-shell.ts';
import type { Partial } from './value.ts';

/** Carries out a command. */
export function takeCommand(stage: Stage, command: Exclude<Command, JoinCommand>): void {
  const words = phrases(stage);
  stage.manner = 'short';
  switch (command.name) {
    case 'start':
    case 'resume':
    case 'again':
      if (draft(stage).submitted !== undefined) sayStanding(stage);
      else if (command.name === 'resume') say(stage, 'notice', words.resumed);
      stage.manner = 'full';
      return;
    case 'help':
      say(stage, 'notice', words.help);
      return;
    case 'thanks':
      say(stage, 'notice', words.thanks);
      if (draft(stage).submitted === undefined && stage.fold.open === undefined) stage.closed = true;
      return;
    case 'mute':
    case 'unmute':
      setReminders(stage, command.name === 'unmute');
      return;
    case 'back':
      goBack(stage);
      return;
    case 'edit':
      stage.manner = 'full';
      editStep(stage, command.which);
      return;
    case 'switch':
      switchList(stage, command.list);
      return;
    case 'skip':
      skip(stage);
      return;
    case 'keep':
      keep(stage);
      return;
    case 'example':
      tellExample(stage);
      return;
    case 'progress':
      tellProgress(stage);
      return;
    case 'preview':
      preview(stage);
      return;
    case 'submit':
      submitDraft(stage);
      return;
    case 'pause':
      pause(stage);
      return;
    case 'human':
      callHuman(stage);
      return;
    case 'withdraw':
      askWithdrawal(stage);
      return;
    case 'export':
      exportOwn(stage);
      return;
    case 'erase':
      record(stage, { op: 'pended', pending: { kind: 'erase' } });
      return;
    case 'drafts':
      tellDrafts(stage);
      return;
    case 'draft':
      switchDraft(stage, command.number);
      return;
    case 'new':
      openDraft(stage, true);
      say(stage, 'notice', words.newDraft);
      stage.manner = 'full';
      return;
    case 'clause':
      say(
        stage,
        'notice',
        stage.call.clauses.has(command.id)
          ? quote(stage.call, command.id, locale(stage))
          : words.clauseUnknown(command.id),
      );
      return;
    case 'language':
      say(stage, 'notice', words.localeOptions);
      return;
    case 'locale':
      record(stage, { op: 'localised', locale: command.locale });
      say(stage, 'notice', phrases(stage).localised);
      stage.manner = 'full';
      return;
    default:
      command satisfies never;
  }
}

function goBack(stage: Stage): void {
  const current = draft(stage);
  if (current.submitted !== undefined) {
    say(stage, 'notice', phrases(stage).editSubmitted);
    return;
  }
  const open = standing(stage.call, current).step;
  if (current.gathering >= 0 && current.gathering === open?.ordinal) {
    record(stage, { op: 'gathered', step: open.id, partial: oneBack(current.partial) });
    stage.manner = 'full';
    return;
  }
  const step = stepBefore(stage.call, current, open);
  if (step === undefined) {
    say(stage, 'notice', phrases(stage).nothingBefore);
    return;
  }
  record(stage, { op: 'focused', step: step.id });
  stage.manner = 'full';
}

/** A row half given goes and the whole ones stay; what else was gathered begins anew, as is said where it is asked. */
function oneBack(partial: Partial | undefined): Partial | null {
  if (partial?.kind !== 'rows' || partial.rows.length === 0) return null;
  const isHalf = partial.row !== undefined || partial.awaiting !== undefined || partial.none === true;
  return isHalf ? { kind: 'rows', rows: partial.rows } : null;
}

function switchList(stage: Stage, said: string): void {
  const step = stage.call.listStep;
  stage.manner = 'full';
  if (draft(stage).submitted !== undefined) {
    openDraft(stage, true);
    say(stage, 'notice', phrases(stage).newDraft);
  }
  if (said !== '') {
    const reading = readReply(step, { kind: 'text', text: said }, undefined, {
      now: stage.around.now,
      timezone: stage.call.timezone,
    });
    if (reading.kind === 'value' && 'id' in reading.value && stage.call.listById.has(reading.value.id)) {
      record(stage, { op: 'settled' });
      record(stage, { op: 'answered', step: step.id, value: reading.value, raw: said });
      const list = listOf(stage);
      if (list !== undefined) say(stage, 'notice', phrases(stage).listChosen(inLocale(list.name, locale(stage))));
      return;
    }
    if (reading.kind === 'rejection') refuse(stage, step, reading.code, reading.params);
  }
  record(stage, { op: 'settled' });
  record(stage, { op: 'focused', step: step.id });
}

function skip(stage: Stage): void {
  const current = draft(stage);
  if (current.pending?.kind === 'objection') {
    object(stage, current.pending.clauses, '');
    stage.manner = 'full';
    return;
  }
  const step = current.submitted === undefined ? standing(stage.call, current).step : undefined;
  if (step === undefined) {
    say(stage, 'notice', phrases(stage).nothingAsked);
    return;
  }
  const title = inLocale(step.title, locale(stage));
  if (step.required) {
    say(stage, 'notice', phrases(stage).notOptional(title));
    return;
  }
  record(stage, { op: 'settled' });
  record(stage, { op: 'skipped', step: step.id });
  say(stage, 'notice', phrases(stage).skipped(title));
  tellFailed(stage, step.ordinal);
  stage.manner = 'full';
}

function keep(stage: Stage): void {
  const current = draft(stage);
  const step = current.submitted === undefined ? standing(stage.call, current).step : undefined;
  if (step === undefined || ((current.marks[step.ordinal] ?? 0) & ANSWERED) === 0) {
    stage.manner = 'full';
    return;
  }
  const answer = current.answers[step.ordinal];
  if (answer === undefined || answer === SKIPPED || !valueFits(step, answer.value)) {
    say(stage, 'notice', phrases(stage).keepNot(inLocale(step.title, locale(stage))));
    stage.manner = 'full';
    return;
  }
  record(stage, { op: 'kept', step: step.id });
  say(stage, 'notice', phrases(stage).kept(inLocale(step.title, locale(stage))));
  stage.manner = 'full';
}

function tellExample(stage: Stage): void {
  const current = draft(stage);
  const step = current.submitted === undefined ? standing(stage.call, current).step : undefined;
  const words = phrases(stage);
  if (step?.private === true && !inPrivate(stage)) return;
  const note = step === undefined || current.gathering !== step.ordinal ? undefined : owedNote(step, current.partial);
  if (step === undefined) say(stage, 'notice', words.nothingAsked);
  else if (note?.example !== undefined) say(stage, 'notice', words.example(inLocale(note.example, locale(stage))));
  else
    say(
      stage,
      'notice',
      step.example === undefined ? words.noExample : words.example(inLocale(step.example, locale(stage))),
    );
}

function tellProgress(stage: Stage): void {
  const current = draft(stage);
  if (current.submitted !== undefined) sayStanding(stage);
  else if (current.list === undefined) say(stage, 'notice', phrases(stage).progressNoList);
  else say(stage, 'notice', progressText(stage.call, current, locale(stage)));
}

function preview(stage: Stage): void {
  const current = draft(stage);
  const list = listOf(stage);
  if (list === undefined) {
    say(stage, 'notice', phrases(stage).noDraft);
    return;
  }
  if (!inPrivate(stage)) {
    sendToPrivate(stage);
    stage.manner = 'silent';
    return;
  }
  say(stage, 'preview', previewText(stage.call, current, locale(stage), true));
  say(
    stage,
    'finding',
    explainVerdict(stage.call, current, judge(stage.call, list, current, false), locale(stage), false),
  );
}

function callHuman(stage: Stage): void {
  const { contact } = stage.call.organizer;
  const words = phrases(stage);
  const content = stage.inbound?.content;
  record(stage, { op: 'escalated', text: content?.kind === 'text' ? content.text : '' });
  say(
    stage,
    'notice',
    [
      words.human,
      contact === undefined ? words.humanUnknown : words.humanContact(inLocale(contact, locale(stage))),
    ].join('\n'),
  );
}

function exportOwn(stage: Stage): void {
  if (!inPrivate(stage)) {
    sendToPrivate(stage);
    stage.manner = 'silent';
    return;
  }
  record(stage, { op: 'exported' });
  say(
    stage,
    'notice',
    `${phrases(stage).exported}\n${exportText(stage.call, stage.fold.drafts, draft(stage), stage.fold.receipts)}`,
  );
}
