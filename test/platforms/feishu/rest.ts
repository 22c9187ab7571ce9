/** The REST side of the local Feishu: tokens, who the app is, sending, replying, files, the address of the long connection. */
import { z } from 'zod';
import { cardSchema } from './sight.ts';

export const APP_ID = 'cli_0123456789abcdef';
export const APP_SECRET = 'secret-of-the-app';
export const OWN_OPEN_ID = 'ou_the_assistant';

/** A message the app sent. */
export interface SentMessage {
  readonly id: string;
  /** Person (`ou_…`), group (`oc_…`) or the message it replies to (`om_…`). */
  readonly to: string;
  readonly type: string;
  readonly content: string;
  readonly uuid: string;
}

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface Rest {
  readonly sent: readonly SentMessage[];
  answer(request: Request, port: number): Answer;
  /** Tokens given out so far are worth nothing any more. */
  revokeTokens(): void;
  tokensGiven(): number;
  /** A file a person sent, under its key. */
  putFile(key: string, bytes: Uint8Array): void;
  /** Messages that can no longer be replied to. */
  takeBack(messageId: string): void;
  /** No card is accepted. */
  refuseCards(): void;
  /** State of the app in the company; 2: in use. */
  setActive(status: number): void;
}

const CARD_BYTES = 30 * 1024;
const REQUEST_BYTES = 150 * 1024;
const credentials = z.object({ app_id: z.string(), app_secret: z.string() });
const endpoint = z.object({ AppID: z.string(), AppSecret: z.string() });
const message = z.object({
  receive_id: z.string().optional(),
  msg_type: z.enum(['text', 'interactive']),
  content: z.string(),
  uuid: z.string().max(50),
});

const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const refusal = (code: number, msg: string, status = 400): Answer => json({ code, msg }, status);

export function openRest(): Rest {
  const sent: SentMessage[] = [];
  const byUuid = new Map<string, string>();
  const files = new Map<string, Uint8Array>();
  const gone = new Set<string>();
  let token = 1;
  let given = 0;
  let active = 2;
  let cards = true;

  function checked(body: z.infer<typeof message>): Answer | undefined {
    if (body.msg_type === 'text') {
      const text = z.object({ text: z.string().min(1) }).safeParse(JSON.parse(body.content));
      return text.success ? undefined : refusal(230001, 'invalid content');
    }
    if (!cards) return refusal(230099, 'Failed to create card content');
    if (Buffer.byteLength(body.content) > CARD_BYTES) return refusal(230025, 'content too long');
    const card = cardSchema.safeParse(JSON.parse(body.content));
    return card.success ? undefined : refusal(230099, `Failed to create card content: ${card.error.message}`);
  }

  function deliver(to: string, request: Request): Answer {
    if (request.body.length > REQUEST_BYTES) return refusal(230025, 'request too long');
    const body = message.parse(JSON.parse(request.body.toString()));
    const wrong = checked(body);
    if (wrong !== undefined) return wrong;
    const known = byUuid.get(body.uuid);
    const id = known ?? `om_sent_${sent.length + 1}`;
    if (known === undefined) {
      byUuid.set(body.uuid, id);
      sent.push({ id, to, type: body.msg_type, content: body.content, uuid: body.uuid });
    }
    return json({ code: 0, msg: 'success', data: { message_id: id } });
  }

  function withToken(request: Request): Answer {
    if (request.header('authorization') !== `Bearer t-${token}`) return refusal(99991663, 'Invalid access token');
    const { pathname, searchParams } = request.url;
    if (pathname === '/open-apis/bot/v3/info') {
      return json({ code: 0, msg: 'ok', bot: { activate_status: active, app_name: '申报助手', open_id: OWN_OPEN_ID } });
    }
    if (pathname === '/open-apis/im/v1/messages' && request.method === 'POST') {
      const to = z.object({ receive_id: z.string() }).parse(JSON.parse(request.body.toString())).receive_id;
      const kind = searchParams.get('receive_id_type');
      if (kind !== (to.startsWith('ou_') ? 'open_id' : 'chat_id')) return refusal(230001, 'invalid receive_id');
      return deliver(to, request);
    }
    const reply = /^\/open-apis\/im\/v1\/messages\/(om_\w+)\/reply$/u.exec(pathname)?.[1];
    if (reply !== undefined) {
      return gone.has(reply) ? refusal(230011, 'The message was withdrawn') : deliver(reply, request);
    }
    const key = /^\/open-apis\/im\/v1\/messages\/om_\w+\/resources\/(\w+)$/u.exec(pathname)?.[1];
    const bytes = key === undefined ? undefined : files.get(key);
    if (bytes !== undefined)
      return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes };
    return refusal(key === undefined ? 404 : 234003, 'not found', key === undefined ? 404 : 400);
  }

  return {
    sent,
    answer(request, port) {
      const { pathname } = request.url;
      if (pathname === '/open-apis/auth/v3/tenant_access_token/internal') {
        const { app_id, app_secret } = credentials.parse(JSON.parse(request.body.toString()));
        if (app_id !== APP_ID) return json({ code: 10003, msg: 'invalid app_id' });
        if (app_secret !== APP_SECRET) return json({ code: 10014, msg: 'app secret invalid' });
        given += 1;
        return json({ code: 0, msg: 'ok', tenant_access_token: `t-${token}`, expire: 7_200 });
      }
      if (pathname === '/callback/ws/endpoint') {
        const { AppID, AppSecret } = endpoint.parse(JSON.parse(request.body.toString()));
        if (AppID !== APP_ID || AppSecret !== APP_SECRET) return json({ code: 514, msg: 'auth failed' });
        // As the live platform does it: pings every two minutes, and reconnects up to two minutes apart.
        const config = { PingInterval: 120, ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30 };
        const url = `ws://127.0.0.1:${port}/ws/v2?fpid=493&aid=552564&device_id=1&service_id=33554678&ticket=ticket`;
        return json({ code: 0, msg: '', data: { URL: url, ClientConfig: config } });
      }
      return withToken(request);
    },
    revokeTokens() {
      token += 1;
    },
    tokensGiven: () => given,
    putFile: (key, bytes) => files.set(key, bytes),
    takeBack: (messageId) => gone.add(messageId),
    refuseCards() {
      cards = false;
    },
    setActive(status) {
      active = status;
    },
  };
}
