/**
 * Plays a transcript against the real machine: the shipped call, the conversation of the runtime and the store for
 * tests. Everything the machine said to a message is compared with what the transcript expects; it mends nothing.
 */
import { createHash } from 'node:crypto';
import { verifySeal } from '../../src/engine/canonical.ts';
import type { Insight } from '../../src/engine/insight.ts';
import { submissionSchema } from '../../src/engine/submission.ts';
import { takeTick, wakeAfter } from '../../src/engine/tick.ts';
import { understandingOf } from '../../src/engine/understand/understand.ts';
import type { Call } from '../../src/flow/call.ts';
import { compileCall } from '../../src/flow/compile.ts';
import { loadFaq, readFiles } from '../../src/flow/load.ts';
import type { SourceFile } from '../../src/flow/source.ts';
import { openKnowledge } from '../../src/knowledge/open.ts';
import { guideTo } from '../../src/knowledge/recommend.ts';
import type { Content, Inbound, Outbound } from '../../src/message.ts';
import { asText, PRIVATE } from '../../src/message.ts';
import type { Conversation } from '../../src/runtime/conversation.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { fieldFault } from './field.ts';
import type { Said, Statement } from './script.ts';
import { DialogueFault, readScript } from './script.ts';

const CHANNEL = 'web';
const FOLDER = 'flows/fintech-events-2025';
const FIRST_MESSAGE = Date.parse('2025-11-03T09:00:00+08:00');
/** Pause between two messages where the transcript names no time, ms. */
const PAUSE = 20_000;
const MIME: Readonly<Record<string, string>> = { pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg' };
/** What must never be read in a group: a mobile number or an e-mail address. */
const PERSONAL = /(?<!\d)1[3-9]\d{9}(?!\d)|[\w.*]+@\w+\.\w+/u;

const shipped = readFiles(FOLDER).files;
const shippedCall = compileCall(shipped);

const opened = new Map<string, Insight>();

/** The knowledge of the shipped call, over the call as it is now; made once for each. */
function insightOf(call: Call): Insight {
  const known = opened.get(call.hash);
  if (known !== undefined) return known;
  const faq = loadFaq(FOLDER, call);
  const made = { knowledge: openKnowledge(faq, call), understanding: understandingOf(call, guideTo(call, faq)) };
  opened.set(call.hash, made);
  return made;
}

interface Play {
  readonly read: (file: string) => string;
  readonly store: Store;
  files: readonly SourceFile[];
  call: Call;
  conversation: Pick<Conversation, 'take' | 'wake'>;
  clock: number;
  count: number;
  last: Inbound | undefined;
  replies: readonly Outbound[];
  /** Where in the replies the next expectation is looked for. */
  at: { reply: number; offset: number };
  /** Questions shown so far, by person, oldest first. */
  readonly shown: Map<string, Outbound[]>;
  submission: string | undefined;
}

const notOpen = () => Promise.reject(new Error('not open yet'));

function openPlay(read: (file: string) => string): Play {
  const play: Play = {
    read,
    store: openMemoryStore(),
    files: shipped,
    call: shippedCall,
    conversation: { take: notOpen, wake: notOpen },
    clock: FIRST_MESSAGE - PAUSE,
    count: 0,
    last: undefined,
    replies: [],
    at: { reply: 0, offset: 0 },
    shown: new Map(),
    submission: undefined,
  };
  restart(play);
  return play;
}

/** A new process: no cache survives, only the store. */
function restart(play: Play): void {
  play.conversation = openConversation({
    store: play.store,
    call: () => play.call,
    version: '0.1.0',
    clock: (inbound) => inbound.at,
    openInsight: (call) => Promise.resolve(insightOf(call)),
    tick: takeTick,
    wakeAfter,
  });
}

/** Plays a transcript from its first line. `read` gives the text of a transcript by file name. */
export async function playTranscript(file: string, read: (file: string) => string): Promise<void> {
  await playFile(openPlay(read), file, []);
}

async function playFile(play: Play, file: string, within: readonly string[]): Promise<void> {
  for (const statement of readScript(file, play.read(file))) {
    try {
      if (statement.what !== 'after') await step(play, statement);
      else if (within.includes(statement.file)) throw new Error(`${statement.file} comes after itself`);
      else await playFile(play, statement.file, [...within, file]);
    } catch (error) {
      if (error instanceof DialogueFault) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new DialogueFault(file, statement.line, `${why}\n${heard(play)}`);
    }
  }
}

async function step(play: Play, statement: Exclude<Statement, { what: 'after' }>): Promise<void> {
  switch (statement.what) {
    case 'say':
      await send(play, inboundOf(play, statement));
      return;
    case 'repeat': {
      if (play.last === undefined) throw new Error('nothing was said yet');
      await send(play, play.last);
      if (play.replies.length > 0) throw new Error('expected silence to a message delivered twice');
      return;
    }
    case 'expect':
      expectReply(play, statement.text, statement.kind);
      return;
    case 'refute':
      if (play.replies.some((reply) => asText(reply).includes(statement.text)))
        throw new Error(`must not be said: ${statement.text}`);
      return;
    case 'silence':
      if (play.replies.length > 0) throw new Error('expected silence');
      return;
    case 'clock':
      play.clock = statement.at - PAUSE;
      return;
    case 'pass':
      await passTime(play, play.clock + statement.ms);
      return;
    case 'wait':
      await passTime(play, statement.until);
      return;
    case 'restart':
      restart(play);
      return;
    case 'edit':
      editFile(play, statement.file, statement.from, statement.to);
      return;
    case 'field': {
      const kept = await play.store.submission(play.submission ?? '');
      if (kept === undefined) throw new Error('nothing was submitted yet');
      const fault = fieldFault(kept.submission, statement.path, statement.test, statement.value);
      if (fault !== undefined) throw new Error(`expected of the submission: ${fault}`);
      return;
    }
    case 'kept': {
      const { length } = await play.store.submissions();
      if (length !== statement.count) throw new Error(`the store holds ${length} submissions, not ${statement.count}`);
      return;
    }
    default:
      statement satisfies never;
  }
}

function inboundOf(play: Play, statement: Extract<Statement, { what: 'say' }>): Inbound {
  play.clock += PAUSE;
  play.count += 1;
  const { who, chat, addressed, said } = statement;
  const prompt = said.kind === 'tap' ? tappedPrompt(play, who, said.prompt) : undefined;
  const content = contentOf(said);
  return { channel: CHANNEL, id: `m${play.count}`, user: who, chat, addressed, at: play.clock, prompt, content };
}

function tappedPrompt(play: Play, who: string, which: string | undefined): string {
  const shown = play.shown.get(who) ?? [];
  const question =
    which === undefined
      ? shown.at(-1)
      : /^\d+$/u.test(which)
        ? shown[Number(which) - 1]
        : shown.findLast((one) => one.prompt?.step === which);
  if (question?.prompt === undefined) throw new Error(`no question with buttons was shown before (${which ?? 'last'})`);
  return question.prompt.id;
}

function contentOf(said: Said): Content {
  switch (said.kind) {
    case 'text':
      return said;
    case 'tap':
      return { kind: 'choose', options: said.options };
    case 'unsupported':
      return said;
    case 'file': {
      const { name, size } = said;
      const sha256 = createHash('sha256').update(name).digest('hex');
      const mime = MIME[name.split('.').at(-1) ?? ''] ?? '';
      return { kind: 'file', file: { name, mime, size, sha256, key: sha256 } };
    }
    default:
      return said satisfies never;
  }
}

async function send(play: Play, inbound: Inbound): Promise<void> {
  play.last = inbound;
  play.replies = [];
  play.at = { reply: 0, offset: 0 };
  const { key, status } = await play.conversation.take(inbound);
  const due = await play.store.claim(inbound.at, 1, 1000, { key });
  await play.store.confirm(due.map(({ outbound }) => ({ key, id: outbound.id })));
  play.replies = due.map(({ outbound }) => outbound);
  if (status !== 'ok' && play.replies.length > 0) throw new Error(`replies although the message was ${status}`);
  for (const reply of play.replies) await examine(play, inbound, reply);
}

/** More turns of timers than any stretch of time can hold. */
const MOST_WAKES = 500;

/** Nobody says anything until then: every timer that comes due takes its turn, the earliest first. */
async function passTime(play: Play, until: number): Promise<void> {
  play.replies = [];
  play.at = { reply: 0, offset: 0 };
  for (let woken = 0; ; woken++) {
    const [wake] = await play.store.wakes(until, 1, 1);
    if (wake === undefined) break;
    if (woken === MOST_WAKES) throw new Error('timers without end');
    const { key } = await play.conversation.wake(wake.key, wake.at);
    const due = await play.store.claim(until, 1, 1000, { key });
    await play.store.confirm(due.map(({ outbound }) => ({ key, id: outbound.id })));
    const said = due.map(({ outbound }) => outbound);
    play.replies = [...play.replies, ...said];
    for (const reply of said)
      await examine(play, { id: `timer:${wake.at}`, user: reply.to.user, chat: PRIVATE }, reply);
  }
  play.clock = until - PAUSE;
}

/** What holds of every reply, whatever the transcript is about. */
async function examine(play: Play, inbound: Pick<Inbound, 'id' | 'user' | 'chat'>, reply: Outbound): Promise<void> {
  if (reply.re !== inbound.id || reply.to.user !== inbound.user || reply.to.chat !== inbound.chat)
    throw new Error('a reply to somebody else');
  if (reply.to.chat !== PRIVATE && PERSONAL.test(asText(reply))) throw new Error('personal data in a group');
  if (/undefined|\[object|NaN/u.test(asText(reply))) throw new Error('a value that is none in a reply');
  if (reply.prompt !== undefined) {
    const shown = play.shown.get(inbound.user) ?? [];
    if (shown.at(-1)?.prompt?.id !== reply.prompt.id) shown.push(reply);
    play.shown.set(inbound.user, shown);
  }
  if (reply.submission === undefined) return;
  play.submission = reply.submission;
  const kept = await play.store.submission(reply.submission);
  if (!verifySeal(kept?.submission)) throw new Error('the seal of the submission does not hold');
  submissionSchema.parse(kept?.submission);
}

function expectReply(play: Play, text: string, kind: Outbound['kind'] | undefined): void {
  for (let i = play.at.reply; i < play.replies.length; i++) {
    const reply = play.replies[i];
    if (reply === undefined || (kind !== undefined && reply.kind !== kind)) continue;
    const found = asText(reply).indexOf(text, i === play.at.reply ? play.at.offset : 0);
    if (found < 0) continue;
    play.at = { reply: i, offset: found + text.length };
    return;
  }
  throw new Error(`expected${kind === undefined ? '' : ` (${kind})`}: ${text}`);
}

function editFile(play: Play, name: string, from: string, to: string): void {
  const path = `${FOLDER}/${name}`;
  const parts = play.files.find((file) => file.path === path)?.text.split(from) ?? [];
  if (parts.length !== 2) throw new Error(`“${from}” is not there once in ${name}, but ${parts.length - 1} times`);
  play.files = play.files.map((file) => (file.path === path ? { path, text: parts.join(to) } : file));
  play.call = compileCall(play.files);
}

/** What the applicant said last and everything the machine said to it. */
function heard(play: Play): string {
  const { last } = play;
  if (last === undefined) return '(nothing was said yet)';
  const words = last.content.kind === 'text' ? last.content.text.slice(0, 200) : JSON.stringify(last.content);
  const replies = play.replies.map((reply) => `机[${reply.kind}]> ${asText(reply).replaceAll('\n', '\n    ')}`);
  return [`${last.user}> ${words}`, ...(replies.length === 0 ? ['机∅'] : replies)].join('\n');
}
