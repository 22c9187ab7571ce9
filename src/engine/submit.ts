/**
 * Builds the sealed document of a submission from a draft and its verdict. Pure: a turn taken again builds the same
 * document. It neither judges nor stores, and it never carries a shadowed answer.
 */
import type { Call } from '../flow/call.ts';
import type { List } from '../flow/list.ts';
import { recordedAttachments } from './attachment.ts';
import { seal } from './canonical.ts';
import { isoIn } from './clock-text.ts';
import { eligibilityOf } from './eligibility.ts';
import { evidenceFor } from './evidence.ts';
import type { Exported } from './export.ts';
import { chosenClauses, exportedAnswers } from './export.ts';
import { organizerFlags, relatedSubmissions } from './flag.ts';
import { receiptNumber, submissionId } from './identity.ts';
import type { Place } from './placement.ts';
import { placeOf } from './placement.ts';
import { sectionsFrom } from './section.ts';
import type { Draft, Receipt, Session } from './session.ts';
import type { RevisionRecord, Submission } from './submission.ts';
import type { Verdict } from './verdict.ts';

/** Everything a submission is built from. */
export interface SubmissionInput {
  readonly call: Call;
  readonly list: List;
  readonly draft: Draft;
  readonly session: Session;
  /** The final one: unanswered steps read as empty. */
  readonly verdict: Verdict;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `userRef`: see `identity.ts`; never the account on the platform. */
  readonly channel: { readonly platform: string; readonly chatType: 'p2p' | 'group'; readonly userRef: string };
  readonly adapterVersion: string;
  readonly engineVersion: string;
  /** The standing submission this one corrects, and the ids of the steps whose answers differ from it. */
  readonly previous: { readonly receipt: Receipt; readonly changed: readonly string[] } | undefined;
}

/** Throws when a hard clause is not met and the applicant has not asked the organizer to decide. */
export function buildSubmission(input: SubmissionInput): Submission {
  const { call, list, draft, session, verdict } = input;
  const ineligible = verdict.overall === 'ineligible';
  if (ineligible && draft.objections.length === 0)
    throw new Error('an ineligible draft needs an objection to be submitted');

  const time = (ms: number): string => isoIn(call.timezone, ms);
  const exported = exportedAnswers(list, draft);
  const metricClauses = clausesOfMetrics(list, verdict, exported);
  const evidence = evidenceFor(list, verdict, chosenClauses(exported), metricClauses);
  const asked = list.route.some((step) => step.type === 'files');
  const attachments = recordedAttachments(exported, evidence, asked);
  const { retentionUntil } = call.organizer;
  const { consent, declaration, ...sections } = sectionsFrom(exported, {
    attachments,
    metricClauses,
    retentionUntil,
    time,
  });
  const grounds = { exported, metrics: sections.metrics ?? [], attachments: attachments.all };
  const related = relatedSubmissions(session, draft, sections.case?.title);

  const revision = revisionOf(input, time);
  const origin = { session: session.key, draft: draft.id, startedAt: draft.startedAt, call: call.id };
  return seal({
    schema_version: '1.0',
    submission_id: submissionId(origin, call.year, list.id, revision.no),
    receipt_no: receiptNumber(origin, call.receiptPrefix, list.id, revision.no),
    status: ineligible ? 'submitted_with_objection' : 'submitted',
    call: {
      id: call.id,
      edition: call.edition,
      year: call.year,
      title: call.title.zh,
      rules_version: call.rulesVersion,
      rules_sha256: call.rulesSha256,
      flow_hash: call.hash,
    },
    list: { id: list.id, no: list.no, name: list.name.zh, group: list.group.zh },
    locale: session.locale,
    channel: {
      platform: input.channel.platform,
      adapter_version: input.adapterVersion,
      chat_type: input.channel.chatType,
      user_ref: input.channel.userRef,
      started_at: time(draft.startedAt),
      submitted_at: time(input.at),
      messages: { in: session.messages.in, out: session.messages.out },
    },
    ...sections,
    attachments: attachments.all,
    missing_attachments: attachments.incomplete ? evidence.missing(attachments.all) : [],
    eligibility: eligibilityOf(call, list, verdict, grounds, input.engineVersion, time(input.at)),
    organizer_flags: organizerFlags(verdict, exported, draft, list.id, related),
    objections: draft.objections.map(({ clause, note, at }) => ({ clause, note, at: time(at) })),
    related_submissions: related,
    ...(consent === undefined ? {} : { consent }),
    ...(declaration === undefined ? {} : { declaration }),
    revision,
  });
}

/**
 * Clauses the indicators answer: those of this list the metrics step names; where it names none, those whose findings
 * rest on it.
 */
function clausesOfMetrics(list: List, verdict: Verdict, exported: readonly Exported[]): string[] {
  const step = exported.map((one) => one.step).find((one) => isMetrics(placeOf(one)));
  if (step === undefined) return [];
  const judged = verdict.findings.filter(({ status }) => status !== 'not_applicable' && status !== 'unanswered');
  const known = new Set([
    ...list.clauses,
    ...list.evidence.map(({ clause }) => clause),
    ...judged.map(({ clause }) => clause),
  ]);
  const named = step.clauses.filter((clause) => known.has(clause));
  if (named.length > 0) return named;
  return judged.filter(({ basedOn }) => basedOn.includes(step.id)).map(({ clause }) => clause);
}

function isMetrics(place: Place): boolean {
  return place.kind === 'field' && place.field === 'metrics';
}

/** A draft submitted again after a withdrawal is a new revision too: an id is never used twice. */
function revisionOf({ session, draft, previous, at }: SubmissionInput, time: (ms: number) => string): RevisionRecord {
  const earlier = session.receipts.filter((receipt) => receipt.draft === draft.id);
  if (previous !== undefined && !earlier.some(({ submission }) => submission === previous.receipt.submission)) {
    earlier.push(previous.receipt);
  }
  earlier.sort((one, other) => one.revision - other.revision);
  const last = earlier.at(-1);
  const no = (last?.revision ?? 0) + 1;
  return {
    no,
    previous: last?.submission ?? null,
    history: [
      ...earlier.map((receipt) => ({
        no: receipt.revision,
        at: time(receipt.at),
        changed: receipt.revision === 1 ? ['*'] : null,
      })),
      { no, at: time(at), changed: previous === undefined ? ['*'] : [...previous.changed] },
    ],
  };
}
