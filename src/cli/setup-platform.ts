/**
 * Connects a platform with a person at the terminal: asks for what it gave them, has the platform check it, and writes it
 * to `.env`. Prints no secret and opens no channel.
 */
import type { Asking } from './asking.ts';
import { EXIT, OperatorFault } from './command.ts';
import type { Answer } from './credentials.ts';
import { askFeishu, askTelegram } from './credentials.ts';
import { setVariables } from './env-file.ts';

export type Environment = Readonly<Record<string, string>>;

export interface SetupParts {
  /** Somebody to ask; undefined where nobody is there. */
  readonly asking: Asking | undefined;
  readonly environment: Environment;
  /** Where `.env` is. */
  readonly folder: string;
  readonly print: (line: string) => void;
}

export const TOKEN = /^\d+:[\w-]{20,}$/u;
export const APP_ID = /^cli_[0-9a-f]{16}$/iu;
const ENDPOINT = /^[\w.-]+:\d{1,5}$/u;
/** How often somebody may give what is refused. */
const TRIES = 3;

const NOBODY =
  '没有人在终端前，也没有给出要写的内容，什么都没有写。/ Nobody is at the terminal and nothing was given: nothing was written.';
const REFUSED = '没有得到平台认可的凭证，什么都没有写。/ No accepted credentials were given: nothing was written.';

/** Writes, says where, and what comes next. */
export function save({ folder, print }: SetupParts, values: Environment): number {
  const path = setVariables(folder, values);
  const names = Object.keys(values).join('、');
  print(`已写进 ${path}：${names}（值不显示）。接下来：npm start`);
  print(`Written to ${path}: ${Object.keys(values).join(', ')} (values not shown). Next: npm start`);
  return EXIT.ok;
}

/** Yes, when somebody there says so. */
async function agrees({ asking }: SetupParts, question: string): Promise<boolean> {
  const said = await asking?.ask(question);
  return said !== undefined && /^(?:y|yes|是|好|写|1)$/iu.test(said);
}

/** May what the platform said to the credentials stand? Undefined: ask for others. */
async function mayStand(parts: SetupParts, { state, detail }: Answer): Promise<true | undefined> {
  const { print } = parts;
  switch (state) {
    case 'accepted':
      print(`平台认可${detail}。/ Accepted${detail}.`);
      return true;
    case 'refused':
      print(`平台不认这组凭证${detail}，请从头复制一遍。/ The platform refuses it${detail}: please copy it again.`);
      return undefined;
    case 'silent':
      print(`平台没有回答${detail}，现在核对不了。/ The platform gave no answer${detail}; it cannot be checked now.`);
      if (parts.asking !== undefined && (await agrees(parts, '照样写进 .env？/ Write it all the same? (y/n) ')))
        return true;
      throw new OperatorFault(
        '没有写。检查网络或代理后再运行一次。/ Nothing was written. Check the network or the proxy and run it again.',
      );
    default:
      return state satisfies never;
  }
}

/** Gets a value that has the right form and that the platform accepts; `given` is tried once, a person up to three times. */
async function settle<T>(
  parts: SetupParts,
  given: T | undefined,
  ask: () => Promise<T | undefined>,
  isAccepted: (value: T) => Promise<true | undefined>,
): Promise<T> {
  if (given !== undefined) {
    if (await isAccepted(given)) return given;
    throw new OperatorFault(REFUSED);
  }
  if (parts.asking === undefined) throw new OperatorFault(NOBODY);
  for (let tries = 0; tries < TRIES; tries++) {
    const value = await ask();
    if (value === undefined) break;
    if (await isAccepted(value)) return value;
  }
  throw new OperatorFault(REFUSED);
}

/** @param given the token, if it was given on the command line */
export async function connectTelegram(parts: SetupParts, given: string | undefined): Promise<number> {
  const token = await settle(
    parts,
    given,
    async () => parts.asking?.ask('粘贴 @BotFather 给的令牌（不会显示）/ Paste the token (it is not shown): ', true),
    async (value) => {
      if (TOKEN.test(value))
        return mayStand(parts, await askTelegram({ ...parts.environment, TELEGRAM_BOT_TOKEN: value }));
      parts.print('不像令牌：应是“数字:一长串字符”。/ This is no token: it looks like “digits:long text”.');
      return undefined;
    },
  );
  return save(parts, { TELEGRAM_BOT_TOKEN: token });
}

export interface FeishuCredentials {
  readonly id: string;
  readonly secret: string;
  readonly lark: boolean;
}

export function saveFeishu(parts: SetupParts, { id, secret, lark }: FeishuCredentials): number {
  return save(parts, { FEISHU_APP_ID: id, FEISHU_APP_SECRET: secret, ...(lark ? { FEISHU_DOMAIN: 'lark' } : {}) });
}

/** By hand: App ID and App Secret copied from the developer console. */
export async function connectFeishu(parts: SetupParts, lark: boolean): Promise<number> {
  const { asking, environment } = parts;
  const found = await settle<FeishuCredentials>(
    parts,
    undefined,
    async () => {
      const id = await asking?.ask('App ID（cli_…）: ');
      const secret = id === undefined ? undefined : await asking?.ask('App Secret（不会显示 / not shown）: ', true);
      return id === undefined || secret === undefined ? undefined : { id, secret, lark };
    },
    async ({ id, secret }) => {
      if (!APP_ID.test(id) || secret === '') {
        parts.print('不像 App ID：应是 cli_ 加 16 位。/ This is no App ID: cli_ and 16 characters.');
        return undefined;
      }
      const domain: Environment = lark ? { FEISHU_DOMAIN: 'lark' } : {};
      return mayStand(
        parts,
        await askFeishu({ ...environment, ...domain, FEISHU_APP_ID: id, FEISHU_APP_SECRET: secret }),
      );
    },
  );
  return saveFeishu(parts, found);
}

/** A puppet's token cannot be checked without logging in: only its form is. */
export async function connectWechat(
  parts: SetupParts,
  given: { readonly token?: string | undefined; readonly endpoint?: string | undefined },
): Promise<number> {
  const { asking, print } = parts;
  const token = await settle(
    parts,
    given.token,
    async () => asking?.ask('puppet 令牌（不会显示）/ puppet token (not shown): ', true),
    async (value) => {
      // Wechaty takes what stands before the last underscore for the kind of service.
      if (/^[\w-]+$/u.test(value) && value.lastIndexOf('_') > 0) return true;
      print('要写成“前缀_随机串”，如 puppet_xxxx。/ It looks like prefix_random, puppet_xxxx say.');
      return undefined;
    },
  );
  const endpoint =
    given.endpoint ??
    (given.token === undefined
      ? await asking?.ask('自建网关的地址 主机:端口（没有就回车）/ your own gateway, host:port (or just Enter): ')
      : undefined);
  if (endpoint === undefined || endpoint === '') return save(parts, { WECHATY_PUPPET_SERVICE_TOKEN: token });
  if (!ENDPOINT.test(endpoint)) throw new OperatorFault('地址要写成 主机:端口。/ An endpoint is host:port.');
  return save(parts, { WECHATY_PUPPET_SERVICE_TOKEN: token, WECHATY_PUPPET_SERVICE_ENDPOINT: endpoint });
}
