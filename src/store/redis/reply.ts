/**
 * Replies as the outbox keeps them: JSON without the names of their parts, which is a third of a reply, or whole where
 * they have parts this version does not know. Reads either.
 */
import type { Outbound, OutboundKind, Prompt, PromptOption } from '../../message.ts';
import { replyId, wordOf } from './keys.ts';

/** An option whose number is not its place has it third. */
type PackedOption = readonly [id: string, label: string, n?: number];

type PackedPrompt = readonly [
  id: string,
  step: string,
  type: string,
  multiple: 0 | 1,
  options: readonly PackedOption[],
];

/** What is missing is 0, and left out at the end. */
type Packed = readonly [
  id: string,
  re: string,
  channel: string,
  user: string,
  chat: string,
  kind: OutboundKind,
  body: string,
  foot?: string | 0,
  prompt?: PackedPrompt | 0,
  submission?: string | 0,
];

const KNOWN = {
  reply: ['id', 're', 'to', 'kind', 'body', 'foot', 'prompt', 'submission'],
  to: ['channel', 'user', 'chat'],
  prompt: ['id', 'step', 'type', 'multiple', 'options'],
  option: ['n', 'id', 'label'],
} as const;

function isKnown(value: object, names: readonly string[]): boolean {
  for (const name in value) if (!names.includes(name)) return false;
  return true;
}

/** Is there nothing in it that packing would lose? */
function isPackable({ to, prompt, ...rest }: Outbound): boolean {
  if (!isKnown(rest, KNOWN.reply) || !isKnown(to, KNOWN.to)) return false;
  return (
    prompt === undefined ||
    (isKnown(prompt, KNOWN.prompt) && prompt.options.every((option) => isKnown(option, KNOWN.option)))
  );
}

function packedOption({ n, id, label }: PromptOption, at: number): PackedOption {
  return n === at + 1 ? [id, label] : [id, label, n];
}

function packed(reply: Outbound): Packed {
  const { id, re, to, kind, body, foot, prompt, submission } = reply;
  const first = [id, re, to.channel, to.user, to.chat, kind, body] as const;
  const asked: PackedPrompt | 0 =
    prompt === undefined
      ? 0
      : [prompt.id, prompt.step, prompt.type, prompt.multiple ? 1 : 0, prompt.options.map(packedOption)];
  if (submission !== undefined) return [...first, foot ?? 0, asked, submission];
  if (asked !== 0) return [...first, foot ?? 0, asked];
  return foot === undefined ? first : [...first, foot];
}

function promptOf([id, step, type, multiple, options]: PackedPrompt): Prompt {
  return {
    id,
    step,
    type,
    multiple: multiple === 1,
    options: options.map(([option, label, n], at) => ({ n: n ?? at + 1, id: option, label })),
  };
}

/** A reply as scripts take it: `<id> <channel> <JSON>`. */
export function writtenReply(reply: Outbound): string {
  const json = JSON.stringify(isPackable(reply) ? packed(reply) : reply);
  return `${replyId(reply.id)} ${wordOf(reply.to.channel)} ${json}`;
}

/** The reply of its JSON. */
export function unpacked(json: string): Outbound {
  const read = JSON.parse(json) as Packed | Outbound;
  if (!isPacked(read)) return read;
  const [id, re, channel, user, chat, kind, body, foot = 0, prompt = 0, submission = 0] = read;
  return {
    id,
    re,
    to: { channel, user, chat },
    kind,
    body,
    ...(foot === 0 ? {} : { foot }),
    ...(prompt === 0 ? {} : { prompt: promptOf(prompt) }),
    ...(submission === 0 ? {} : { submission }),
  };
}

function isPacked(read: Packed | Outbound): read is Packed {
  return Array.isArray(read);
}
