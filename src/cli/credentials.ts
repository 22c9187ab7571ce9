/** Asks a platform once, for at most three seconds, whether it accepts our credentials. Keeps and prints none of them. */
import { z } from 'zod';
import type { Config } from '../config.ts';

type Environment = Config['environment'];

/** `silent`: no answer in time, or none that can be understood. `detail`: " (@name)" or " (code)", or "". */
export interface Answer {
  readonly state: 'accepted' | 'refused' | 'silent';
  readonly detail: string;
}

/** Longest wait, ms. */
const PATIENCE = 3_000;
const SILENT: Answer = { state: 'silent', detail: '' };
const SITES: Readonly<Record<string, string>> = {
  feishu: 'https://open.feishu.cn',
  lark: 'https://open.larksuite.com',
};

const selfSchema = z.object({
  ok: z.boolean(),
  error_code: z.number().optional(),
  result: z.object({ username: z.string() }).optional(),
});
const tokenSchema = z.object({ code: z.number() });

/** The parsed answer; undefined when there is none of that shape in time. Errors of fetch hold the address, so are dropped. */
async function ask<T>(url: string, schema: z.ZodType<T>, body?: unknown): Promise<T | undefined> {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  try {
    const answer = await fetch(url, {
      ...sent,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    return schema.safeParse(await answer.json()).data;
  } catch {
    return undefined;
  }
}

/** Telegram's getMe with TELEGRAM_BOT_TOKEN, through TELEGRAM_API_ROOT. */
export async function askTelegram(environment: Environment): Promise<Answer> {
  const root = (environment.TELEGRAM_API_ROOT ?? 'https://api.telegram.org').replace(/\/+$/u, '');
  const said = await ask(`${root}/bot${environment.TELEGRAM_BOT_TOKEN ?? ''}/getMe`, selfSchema);
  if (said === undefined) return SILENT;
  if (said.ok) return { state: 'accepted', detail: said.result === undefined ? '' : ` (@${said.result.username})` };
  const refused = said.error_code === 401 || said.error_code === 404;
  return { state: refused ? 'refused' : 'silent', detail: ` (${said.error_code ?? '?'})` };
}

/** Feishu's codes for an app or a secret it does not know. */
const UNKNOWN_APP: readonly number[] = [10003, 10012, 10014, 10015, 99991543];

/** Feishu's tenant_access_token with FEISHU_APP_ID and FEISHU_APP_SECRET, at FEISHU_DOMAIN. */
export async function askFeishu(environment: Environment): Promise<Answer> {
  const domain = environment.FEISHU_DOMAIN ?? 'feishu';
  const site = SITES[domain] ?? domain.replace(/\/+$/u, '');
  const said = await ask(`${site}/open-apis/auth/v3/tenant_access_token/internal`, tokenSchema, {
    app_id: environment.FEISHU_APP_ID,
    app_secret: environment.FEISHU_APP_SECRET,
  });
  if (said === undefined) return SILENT;
  if (said.code === 0) return { state: 'accepted', detail: '' };
  return { state: UNKNOWN_APP.includes(said.code) ? 'refused' : 'silent', detail: ` (${said.code})` };
}
