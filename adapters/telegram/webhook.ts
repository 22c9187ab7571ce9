/**
 * Receives by webhook: proves the secret before anything is parsed, takes the update, and answers 200 only then; anything
 * not taken is answered 500, so that Telegram delivers it again.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Intake, Route } from '../../src/channel.ts';
import { openLines } from './lines.ts';
import type { TakeUpdate } from './taking.ts';
import { personOf, readUpdate } from './update.ts';

export const WEBHOOK_PATH = '/telegram/webhook';
const LONGEST_BODY = 1024 * 1024;
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** Are they the same? Takes as long for any two texts. */
function same(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

export interface WebhookParts {
  readonly secret: string;
  readonly take: TakeUpdate;
  readonly intake: Pick<Intake, 'tell'>;
  readonly onCall: () => void;
}

export function openWebhook({ secret, take, intake, onCall }: WebhookParts): Route {
  const lines = openLines();
  return {
    path: WEBHOOK_PATH,
    longest: LONGEST_BODY,
    async answer({ method, header, body }) {
      if (method !== 'POST') return { status: 405 };
      if (!same(header(SECRET_HEADER) ?? '', secret)) {
        intake.tell('warn', 'telegram: a webhook call without the right secret was refused');
        return { status: 401 };
      }
      if (body.byteLength > LONGEST_BODY) return { status: 413 };
      const value = parsed(body);
      const id = (value as { readonly update_id?: unknown } | null | undefined)?.update_id;
      if (typeof id !== 'number') {
        intake.tell('warn', 'telegram: a webhook call that is no update was refused');
        return { status: 400 };
      }
      onCall();
      const update = readUpdate(value);
      if (update === undefined) {
        // Delivered again it would look the same.
        intake.tell('warn', 'telegram: an update cannot be read and is skipped');
        return { status: 200 };
      }
      const taken = await lines.run(String(personOf(update) ?? ''), () => take(update));
      return { status: taken === 'ok' ? 200 : 500 };
    },
  };
}
