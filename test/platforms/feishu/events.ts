/** Events as Feishu sends them (schema 2.0): messages of people, taps on cards, the menu; sealed and signed for callbacks. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';

export interface Event {
  readonly schema: '2.0';
  readonly header: {
    readonly event_id: string;
    readonly event_type: string;
    readonly create_time: string;
    readonly token: string;
    readonly app_id: string;
    readonly tenant_key: string;
  };
  readonly event: Readonly<Record<string, unknown>>;
}

/** What a person does; `id` makes it unique, `at` is ms. */
interface Deed {
  readonly id: string;
  readonly at: number;
  readonly user: string;
}

export interface Said extends Deed {
  /** Message type and content as the platform writes it. */
  readonly type: string;
  readonly content: unknown;
  /** Id of the group; without it the private chat. */
  readonly group?: string | undefined;
  readonly mentions?: readonly { readonly key: string; readonly openId?: string; readonly name: string }[] | undefined;
  readonly parent?: string | undefined;
  readonly by?: 'user' | 'app';
}

export interface Tapped extends Deed {
  readonly value: unknown;
  readonly form?: Readonly<Record<string, unknown>> | undefined;
  readonly message: string;
  readonly chat: string;
}

const APP = { app_id: 'cli_0123456789abcdef', tenant_key: 'tenant' };
export const TOKEN = 'verification-token-of-the-app';

function header(type: string, { id, at }: Deed): Event['header'] {
  return { event_id: id, event_type: type, create_time: String(at), token: TOKEN, ...APP };
}

export function messageOf(said: Said): Event {
  const { id, at, user, type, content, group, mentions, parent } = said;
  return {
    schema: '2.0',
    header: header('im.message.receive_v1', said),
    event: {
      sender: {
        sender_id: { open_id: user, union_id: `on_${user}`, user_id: null },
        sender_type: said.by ?? 'user',
        tenant_key: APP.tenant_key,
      },
      message: {
        message_id: `om_${id}`,
        ...(parent === undefined ? {} : { parent_id: parent, root_id: parent }),
        create_time: String(at),
        update_time: String(at),
        chat_id: group ?? `oc_p2p_${user}`,
        chat_type: group === undefined ? 'p2p' : 'group',
        message_type: type,
        content: typeof content === 'string' ? content : JSON.stringify(content),
        ...(mentions === undefined
          ? {}
          : {
              mentions: mentions.map(({ key, openId, name }) => ({
                key,
                id: { open_id: openId ?? '', union_id: '', user_id: null },
                name,
                tenant_key: APP.tenant_key,
              })),
            }),
      },
    },
  };
}

export function tapOf(tapped: Tapped): Event {
  const { user, value, form, message, chat } = tapped;
  return {
    schema: '2.0',
    header: header('card.action.trigger', tapped),
    event: {
      operator: { tenant_key: APP.tenant_key, open_id: user, union_id: `on_${user}` },
      token: 'c-0123456789',
      action: {
        value,
        tag: 'button',
        timezone: 'Asia/Shanghai',
        ...(form === undefined ? {} : { form_value: form, name: 'done' }),
      },
      host: 'im_message',
      context: { open_message_id: message, open_chat_id: chat },
    },
  };
}

export function menuOf(deed: Deed, key: string): Event {
  return {
    schema: '2.0',
    header: header('application.bot.menu_v6', deed),
    event: { event_key: key, operator: { operator_name: '王', operator_id: { open_id: deed.user } } },
  };
}

/** A body under an encrypt key: `{"encrypt": base64(iv + AES-256-CBC(sha256(key)))}`. */
export function sealed(encryptKey: string, body: unknown): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  const bytes = Buffer.concat([iv, cipher.update(JSON.stringify(body), 'utf8'), cipher.final()]);
  return JSON.stringify({ encrypt: bytes.toString('base64') });
}

/** The headers of a call with that body. `at`: ms. */
export function signed(encryptKey: string, body: string, at: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1_000));
  const nonce = randomBytes(4).toString('hex');
  return {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': createHash('sha256').update(`${timestamp}${nonce}${encryptKey}${body}`).digest('hex'),
  };
}
