/**
 * Every environment variable there is: its form, its default, and the words that explain it. Reads no environment and
 * prints nothing; `config.ts` reads, and `.env.example` is made from this table.
 */
import { z } from 'zod';

/** What .env.example says of a variable besides its description. */
export interface VariableNote {
  /** A value to copy from. */
  readonly example: string;
  /** What happens when it is unset, in words. */
  readonly unset: string;
}

function declare<Schema extends z.ZodType>(schema: Schema, about: string, unset: string, example: string): Schema {
  const note: VariableNote = { example, unset };
  return schema.meta({ ...note, description: about });
}

function url(...protocols: readonly string[]) {
  const fits = (text: string): boolean => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1));
  return z
    .string()
    .refine(fits, `must be a URL that begins with ${protocols.map((name) => `${name}://`).join(' or ')}`);
}

function oneOf<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.enum(names, `must be one of ${names.join(', ')}`);
}

const items = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const flag = z
  .enum(['1', 'true', 'yes', '0', 'false', 'no'], 'must be 1 or 0')
  .transform((word) => /^[1ty]/.test(word));
const text = z.string().optional();
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number);
const keyBytes = z
  .string()
  .regex(/^([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$/, 'must be 32 bytes, as 64 hex digits or base64');
const puppet = 'wechaty-puppet-service';

/** The channels this project comes with; `web` needs no credentials. A file in `adapters/` is another one. */
export const channels = ['web', 'telegram', 'feishu', 'wechat', 'terminal'] as const;
const channelList = z.string().toLowerCase().pipe(items);

/** Every variable, grouped as .env.example shows them. */
export const sections = {
  'Server / 服务': {
    PORT: declare(
      port.refine((n) => n <= 65535, 'must be a port, 0 to 65535').default(8080),
      'Port of the web chat, the console, the API and webhooks.',
      '8080, or the next free one',
      '8080',
    ),
    HOST: declare(
      z.string().default('127.0.0.1'),
      'Address to listen on; 0.0.0.0 for every interface.',
      '127.0.0.1',
      '127.0.0.1',
    ),
    API_KEYS: declare(
      items.default([]),
      'Keys of the API, comma-separated.',
      'the API answers on loopback only',
      'a-long-random-key,another-long-random-key',
    ),
    ADMIN_PASSWORD: declare(
      text,
      'Password of the organizer console.',
      'a one-time sign-in link is printed, loopback only',
      'ten-or-more-characters',
    ),
    LOG_LEVEL: declare(
      oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
      'How much is logged.',
      'info',
      'info',
    ),
  },
  'Call / 征集': {
    FLOWS_DIR: declare(text, 'Folder that holds one folder a call.', "the project's flows folder", './flows'),
    CALL: declare(
      text,
      'Name of the folder of the call to serve.',
      'the only one in FLOWS_DIR, else fintech-events-2025',
      'fintech-events-2025',
    ),
  },
  'Storage / 存储': {
    DATA_DIR: declare(
      z.string().default('data'),
      'Folder of the database and attachments, from where the program is started.',
      'data',
      './data',
    ),
    REDIS_URL: declare(
      url('redis', 'rediss').optional(),
      'Redis or Valkey, for many replicas.',
      'SQLite in DATA_DIR',
      'redis://127.0.0.1:6379',
    ),
    REDIS_CLUSTER: declare(flag.default(false), '1 when REDIS_URL is a node of a cluster.', '0', '1'),
    DURABILITY: declare(
      oneOf(['local', 'strict', 'replicated']).default('local'),
      'strict: no start on a Redis that may lose accepted turns; replicated: a turn is accepted only when a replica has it too.',
      'local',
      'replicated',
    ),
    ENCRYPTION_KEY: declare(
      keyBytes.optional(),
      'Encrypts personal data at rest: 32 random bytes, hex or base64 (openssl rand -hex 32). Keep a copy elsewhere.',
      'a key is made and kept in DATA_DIR',
      '64-hex-digits',
    ),
  },
  'Channels / 渠道': {
    CHANNELS: declare(
      channelList.optional(),
      `Channels to open, comma-separated, out of ${channels.join(', ')} and what else is in adapters.`,
      'web and those configured below',
      'web,telegram',
    ),
  },
  Telegram: {
    TELEGRAM_BOT_TOKEN: declare(text, 'Token from BotFather.', 'Telegram is off', '123456789:token-from-botfather'),
    TELEGRAM_API_ROOT: declare(
      url('https', 'http').default('https://api.telegram.org'),
      'Root of the Bot API, for a proxy or a local server.',
      'https://api.telegram.org',
      'https://api.telegram.org',
    ),
    TELEGRAM_MODE: declare(
      oneOf(['polling', 'webhook']).default('polling'),
      'polling needs no public address.',
      'polling',
      'webhook',
    ),
    TELEGRAM_WEBHOOK_URL: declare(
      url('https', 'http').optional(),
      'Public address of /telegram/webhook.',
      'served, but not announced to Telegram',
      'https://example.org/telegram/webhook',
    ),
    TELEGRAM_WEBHOOK_SECRET: declare(
      z
        .string()
        .regex(/^[\w-]{1,256}$/, 'must be 1 to 256 letters, digits, _ or -')
        .optional(),
      'Proves that a webhook call comes from Telegram.',
      'none',
      'sixteen-or-more-characters',
    ),
  },
  'Feishu / 飞书 (LARK_… is accepted for FEISHU_…)': {
    FEISHU_APP_ID: declare(text, 'App ID of the self-built app.', 'Feishu is off', 'cli_a1b2c3d4e5'),
    FEISHU_APP_SECRET: declare(text, 'App secret.', 'Feishu is off', 'secret-of-the-app'),
    FEISHU_DOMAIN: declare(
      z.union([z.enum(['feishu', 'lark']), url('https', 'http')], 'must be feishu, lark or a URL').default('feishu'),
      'feishu, lark, or the URL of a private deployment.',
      'feishu',
      'lark',
    ),
    FEISHU_MODE: declare(
      oneOf(['ws', 'webhook']).default('ws'),
      'ws (long connection) needs no public address.',
      'ws',
      'webhook',
    ),
    FEISHU_ENCRYPT_KEY: declare(
      text,
      'Encrypt key of the event subscription; webhook mode demands it.',
      'none',
      'encrypt-key-of-the-app',
    ),
    FEISHU_VERIFICATION_TOKEN: declare(
      text,
      'Verification token of the event subscription.',
      'none',
      'token-of-the-app',
    ),
    FEISHU_ORGANIZER_CHAT: declare(
      text,
      'Chat that is told of escalations and submissions.',
      'nobody is told',
      'oc_a1b2c3d4e5',
    ),
    FEISHU_BITABLE_APP: declare(text, 'Bitable (多维表格) that submissions are copied to.', 'no copy', 'bascnAbCdEf'),
    FEISHU_BITABLE_TABLE: declare(text, 'Its table.', 'no copy', 'tblAbCdEf'),
  },
  'WeChat / 微信': {
    WECHATY_PUPPET: declare(z.string().default(puppet), 'The puppet wechaty speaks through.', puppet, puppet),
    WECHATY_PUPPET_SERVICE_TOKEN: declare(
      text,
      'Token of the puppet service.',
      'WeChat is off',
      'token-of-the-puppet-service',
    ),
    WECHATY_PUPPET_SERVICE_ENDPOINT: declare(
      z
        .string()
        .regex(/^[^/\s]+:\d{1,5}$/, 'must be host:port')
        .optional(),
      'host:port of a puppet service of your own.',
      'looked up by the token',
      '127.0.0.1:18788',
    ),
    WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: declare(
      flag.default(false),
      '1 for a puppet service without TLS.',
      '0',
      '1',
    ),
    WECHAT_BOT_NAME: declare(
      z.string().default('申报助手'),
      'Name the assistant answers to in groups.',
      '申报助手',
      '申报助手',
    ),
  },
  'Submissions / 回传': {
    SUBMISSION_WEBHOOK_URL: declare(
      url('https', 'http').optional(),
      'Every submission is posted here, signed.',
      'no posting',
      'https://example.org/submissions',
    ),
    SUBMISSION_WEBHOOK_SECRET: declare(text, 'Signs what is posted.', 'none', 'sixteen-or-more-characters'),
  },
  'Language model (optional) / 大模型（可选）': {
    LLM_BASE_URL: declare(
      url('https', 'http').optional(),
      'OpenAI-compatible endpoint that helps to understand free text.',
      'no model is used',
      'http://127.0.0.1:11434/v1',
    ),
    LLM_API_KEY: declare(text, 'Its key.', 'none', 'key-of-the-endpoint'),
    LLM_MODEL: declare(text, 'Its model.', 'no model is used', 'qwen3'),
  },
};

/** All of them, by name. */
export const variables = {
  ...sections['Server / 服务'],
  ...sections['Call / 征集'],
  ...sections['Storage / 存储'],
  ...sections['Channels / 渠道'],
  ...sections.Telegram,
  ...sections['Feishu / 飞书 (LARK_… is accepted for FEISHU_…)'],
  ...sections['WeChat / 微信'],
  ...sections['Submissions / 回传'],
  ...sections['Language model (optional) / 大模型（可选）'],
};

export type VariableName = keyof typeof variables;

/** The values as read, defaults filled in. */
export type Values = z.output<z.ZodObject<typeof variables>>;

/** What .env.example says of a variable. */
export function noteOf(name: VariableName): VariableNote & { readonly about: string } {
  const { description = '', example, unset } = variables[name].meta() ?? {};
  return { about: description, example: String(example), unset: String(unset) };
}
