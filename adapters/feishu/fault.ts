/**
 * What Feishu refused and why, read out of whatever the SDK throws. Keeps the code and the wait and nothing else: the
 * errors of the SDK carry the token and the message.
 */
import { z } from 'zod';
import type { DeliveryReason } from '../../src/channel.ts';
import { DeliveryFault } from '../../src/channel.ts';

/** A call the platform refused or did not answer. `code`: its own; `status`: of HTTP; `retryAfter`: ms. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number | undefined;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: number | undefined, status: number | undefined, retryAfter?: number) {
    super(`Feishu refused (code ${code ?? 'none'}, status ${status ?? 'none'})`);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const answered = z.object({
  response: z.object({
    status: z.number(),
    headers: z.looseObject({ 'x-ogw-ratelimit-reset': z.coerce.number().optional() }).optional(),
    data: z.unknown(),
  }),
});
const coded = z.object({ code: z.number() });
/** The SDK puts the code of a refused token into words. */
const TOKEN_REFUSED = /^failed to get \w+, code: (\d+)/u;

/** Codes of the open platform: https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code */
const EXPIRED: readonly number[] = [99991663, 99991661, 99991668, 99991664];
const RATE: readonly number[] = [99991400, 230020, 11232, 11233];
/** The person never opened the assistant, left it, or may not use it. */
const BLOCKED: readonly number[] = [230013, 230053, 230029, 230038];
/** Not in the group any more, or the group is none. */
const GONE: readonly number[] = [230002, 230034, 232009];
const TOO_LONG: readonly number[] = [230025];
/** Switched off, without a scope, or with wrong credentials: an operator must act. */
const UNAUTHORISED: readonly number[] = [99991672, 99991679, 230006, 230027, 10003, 10014, 10015, 99991543];
/** What is replied to was taken back or is not visible. */
const LOST: readonly number[] = [230011, 230110, 230111, 230019, 231003, 230054];
const CARD: readonly number[] = [230099, 230001, 200340, 200621, 200380, 11310, 11246];

export function codeIn(body: unknown): number | undefined {
  return coded.safeParse(body).data?.code;
}

/** @param error anything thrown by the SDK */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const parsed = answered.safeParse(error);
  if (parsed.success) {
    const { status, headers, data } = parsed.data.response;
    const reset = headers?.['x-ogw-ratelimit-reset'];
    return new Refusal(codeIn(data), status, reset === undefined ? undefined : reset * 1_000);
  }
  const token = error instanceof Error ? TOKEN_REFUSED.exec(error.message)?.[1] : undefined;
  return new Refusal(token === undefined ? undefined : Number(token), undefined);
}

const within = (codes: readonly number[], refusal: Refusal): boolean =>
  refusal.code !== undefined && codes.includes(refusal.code);

/** The token was valid when it was kept, and is not any more. */
export const isExpired = (refusal: Refusal): boolean => within(EXPIRED, refusal);
/** The message it replies to is not there; one without a reply may go. */
export const isLost = (refusal: Refusal): boolean => within(LOST, refusal);
/** The card is not to its liking; words may be. */
export const isCardRefused = (refusal: Refusal): boolean => within(CARD, refusal);

function reasonOf(refusal: Refusal): DeliveryReason {
  if (refusal.status === 429 || within(RATE, refusal)) return 'rate_limited';
  if (within(BLOCKED, refusal)) return 'blocked';
  if (within(GONE, refusal)) return 'gone';
  if (within(TOO_LONG, refusal)) return 'too_long';
  if (isExpired(refusal) || within(UNAUTHORISED, refusal)) return 'unauthorised';
  // 230001: a parameter is wrong, for instance a person the app does not know; the same would be refused again.
  if (refusal.code === 230001 || isLost(refusal)) return 'gone';
  return 'transient';
}

export function deliveryFault(refusal: Refusal): DeliveryFault {
  const wait = refusal.retryAfter;
  return new DeliveryFault(reasonOf(refusal), refusal.message, wait === undefined ? {} : { retryAfter: wait });
}
