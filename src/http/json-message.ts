/** The objects of the JSON conversation, both ways: their shapes, and what they mean as messages. Reads no stream. */
import { z } from 'zod';
import type { Content, Inbound, Outbound } from '../message.ts';
import { asText, PRIVATE } from '../message.ts';

/** Name of the channel the JSON conversation is. */
export const JSON_CHANNEL = 'json';

const short = z.string().min(1).max(200);

const fileSchema = z
  .strictObject({
    name: z.string().min(1).max(1000),
    mime: z.string().max(200).default(''),
    size: z.int().min(0).optional(),
    path: z.string().min(1).optional(),
    base64: z.base64().optional(),
  })
  .refine((file) => (file.path === undefined) !== (file.base64 === undefined), 'needs either path or base64');

/** What a line may hold. */
export const messageSchema = z
  .strictObject({
    id: short,
    user: short,
    chat: short.default(PRIVATE),
    addressed: z.boolean().optional(),
    at: z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with Z or an offset' }).optional(),
    prompt: short.optional(),
    text: z.string().optional(),
    choose: z.array(short).min(1).max(100).optional(),
    file: fileSchema.optional(),
  })
  .refine(
    ({ text, choose, file }) => [text, choose, file].filter((one) => one !== undefined).length === 1,
    'needs exactly one of text, choose and file',
  );

/** One line as read. `at` in ms where the line names a time. */
export type JsonMessage = z.infer<typeof messageSchema>;

/** A line that cannot be taken, in one sentence; with its id when it has one. */
export interface BadLine {
  readonly id: string | null;
  readonly error: string;
}

function sentence(error: z.ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`))
    .join('; ');
}

/** Reads one line. */
export function readLine(text: string): JsonMessage | BadLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { id: null, error: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  return readMessage(value);
}

/** Reads one object, parsed already. */
export function readMessage(value: unknown): JsonMessage | BadLine {
  const parsed = messageSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const named = z.object({ id: short }).safeParse(value);
  return { id: named.data?.id ?? null, error: sentence(parsed.error) };
}

/** The message a line stands for; `content` is what its file became, or its words or choices. */
export function inboundOf(message: JsonMessage, content: Content, now: number): Inbound {
  const group = message.chat !== PRIVATE;
  return {
    channel: JSON_CHANNEL,
    id: message.id,
    user: message.user,
    chat: message.chat,
    addressed: !group || message.addressed === true,
    at: message.at === undefined ? now : Date.parse(message.at),
    prompt: message.prompt,
    content,
  };
}

/** One reply as a line. `id` stays the same when it is said again. */
export function replyLine(outbound: Outbound): string {
  const { id, re, to, kind, prompt, submission } = outbound;
  return line({
    re,
    id,
    to: { user: to.user, chat: to.chat },
    kind,
    text: asText(outbound),
    prompt:
      prompt === undefined
        ? undefined
        : { id: prompt.id, step: prompt.step, type: prompt.type, options: prompt.options },
    submission,
  });
}

/** The line that ends the answer to one line. */
export function doneLine(id: string | null, status: 'ok' | 'duplicate' | 'error', error?: string): string {
  return line({ done: id, status, error });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
