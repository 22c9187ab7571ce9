/**
 * Calls of Feishu to our HTTP server: signature over the raw bytes, age, decryption, token, and only then the event.
 * Refuses without saying why, logs no body, and never throws for what came in.
 */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PlatformAnswer, PlatformCall, Route } from '../../src/channel.ts';

export interface WebhookParts {
  readonly encryptKey: string;
  /** Compared when set. */
  readonly token?: string | undefined;
  readonly now: () => number;
  /** Takes an event that was verified, as the platform sent it; resolves with the answer. */
  readonly dispatch: (event: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly tell: (what: string) => void;
}

const LONGEST = 1024 * 1024;
/**
 * Feishu delivers again up to 7.1 hours after the event (15 s, 5 min, 1 h, 6 h), and nobody says whether it signs each
 * delivery anew, so a signature is good for longer than that. Nothing can be gained by replaying one: the signature
 * covers the event with its id, and an id that was taken is a duplicate for days.
 */
const OLDEST = 8 * 60 * 60_000;
/** How far the clocks may differ. */
const AHEAD = 10 * 60_000;
const IV = 16;

const REFUSED: PlatformAnswer = { status: 401, body: '{}' };
const FORBIDDEN: PlatformAnswer = { status: 403, body: '{}' };
const BAD: PlatformAnswer = { status: 400, body: '{}' };
/** Delivered again later. */
const NOT_TAKEN: PlatformAnswer = { status: 500, body: '{}' };

const envelope = z.object({ encrypt: z.string().min(1) });
const event = z.looseObject({
  type: z.string().optional(),
  token: z.string().optional(),
  challenge: z.string().optional(),
  header: z.looseObject({ token: z.string().optional(), event_type: z.string().optional() }).optional(),
});

function isSame(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** sha256(timestamp + nonce + encrypt key + raw body), hex: https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case */
export function signatureOf(timestamp: string, nonce: string, encryptKey: string, body: Uint8Array): string {
  return createHash('sha256').update(timestamp).update(nonce).update(encryptKey).update(body).digest('hex');
}

/** AES-256-CBC under sha256(encrypt key), the IV in front. Throws when it is none of ours. */
function decrypted(encryptKey: string, encrypt: string): string {
  const bytes = Buffer.from(encrypt, 'base64');
  const key = createHash('sha256').update(encryptKey).digest();
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, IV));
  return Buffer.concat([decipher.update(bytes.subarray(IV)), decipher.final()]).toString('utf8');
}

export function feishuRoute(parts: WebhookParts): Route {
  const { encryptKey, token } = parts;

  function opened(body: Uint8Array): z.infer<typeof event> | undefined {
    try {
      const sealed = envelope.parse(JSON.parse(Buffer.from(body).toString('utf8')));
      return event.parse(JSON.parse(decrypted(encryptKey, sealed.encrypt)));
    } catch {
      return undefined;
    }
  }

  function isSigned(call: PlatformCall, signature: string): boolean {
    const timestamp = call.header('x-lark-request-timestamp') ?? '';
    const nonce = call.header('x-lark-request-nonce') ?? '';
    const age = parts.now() - Number(timestamp) * 1_000;
    if (!/^\d{1,12}$/u.test(timestamp) || age > OLDEST || age < -AHEAD) return false;
    return isSame(signature, signatureOf(timestamp, nonce, encryptKey, call.body));
  }

  const isOurs = (given: string | undefined): boolean => token === undefined || isSame(given ?? '', token);

  async function answer(call: PlatformCall): Promise<PlatformAnswer> {
    if (call.method !== 'POST' || call.body.length > LONGEST) return BAD;
    const signature = call.header('x-lark-signature');
    const isUnsigned = signature === undefined || signature === '';
    if (!isUnsigned && !isSigned(call, signature)) return REFUSED;
    const found = opened(call.body);
    const isChallenge = found?.type === 'url_verification' && found.challenge !== undefined;
    // Only the challenge comes unsigned. Every other unsigned call is answered alike, so that nothing is learned about
    // what the body decrypts to.
    if (isUnsigned && !(isChallenge && isOurs(found?.token))) return REFUSED;
    if (found === undefined) return BAD;
    if (!isOurs(found.header?.token ?? found.token)) return FORBIDDEN;
    if (isChallenge) return { status: 200, body: JSON.stringify({ challenge: found.challenge }) };
    if (found.header?.event_type === undefined) return BAD;
    try {
      const result = await parts.dispatch(found);
      return { status: 200, body: JSON.stringify(typeof result === 'object' && result !== null ? result : {}) };
    } catch {
      return NOT_TAKEN;
    }
  }

  return {
    path: '/feishu/webhook',
    longest: LONGEST,
    async answer(call) {
      const given = await answer(call);
      if (given.status !== 200) parts.tell(`a call to /feishu/webhook was answered ${given.status}`);
      return given;
    },
  };
}
