/**
 * Looks at each platform: is it on, and does what is set for it make sense, down to one short question whether the
 * credentials are accepted. Says what to do in words for people who do not program; opens no channel, prints no secret.
 */
import { existsSync } from 'node:fs';
import type { Adapter } from '../channel.ts';
import type { Config } from '../config.ts';
import { loadAdapter } from './channels.ts';
import type { Answer } from './credentials.ts';
import { askFeishu, askTelegram } from './credentials.ts';
import type { Finding, Said } from './finding.ts';
import { fault, note, ok } from './finding.ts';
import { APP_ID, TOKEN } from './setup-platform.ts';

type Environment = Config['environment'];

/** How to switch a platform on, its SDK, and whether what is set for it is accepted. */
interface Platform {
  readonly name: string;
  readonly off: Said;
  readonly packages: readonly string[];
  examine(environment: Environment): Said | Promise<Said>;
}

const SERVICE = 'wechaty-puppet-service';

/** How the platform's answer to our credentials reads. */
function answered({ state, detail }: Answer, platform: string, names: string, where: { zh: string; en: string }): Said {
  switch (state) {
    case 'accepted':
      return ok(
        `${platform} 认这组凭证${detail}；连接的情况看 npm start`,
        `${platform} accepts the credentials${detail}; npm start shows the connection`,
      );
    case 'refused':
      return fault(
        `${platform} 不认 ${names}${detail}：${where.zh}`,
        `${platform} refuses ${names}${detail}: ${where.en}`,
      );
    case 'silent':
      return note(
        `已配置，但 ${platform} 3 秒内没有正常回答${detail}：检查网络或代理；其余看 npm start`,
        `configured, but ${platform} gave no usable answer in 3 s${detail}: check the network or the proxy; npm start shows the rest`,
      );
    default:
      return state satisfies never;
  }
}

async function telegram(environment: Environment): Promise<Said> {
  const where = {
    zh: '在 Telegram 里找 @BotFather，发 /mybots → 选助手 → API Token，整行复制到 .env',
    en: 'write /mybots to @BotFather in Telegram, choose the assistant → API Token, and copy the whole line into .env',
  };
  const token = environment.TELEGRAM_BOT_TOKEN ?? '';
  if (!TOKEN.test(token))
    return fault(
      `TELEGRAM_BOT_TOKEN 不像令牌（应是 数字:一长串字符）：${where.zh}`,
      `TELEGRAM_BOT_TOKEN does not look like a token (digits:long text): ${where.en}`,
    );
  return answered(await askTelegram(environment), 'Telegram', 'TELEGRAM_BOT_TOKEN', where);
}

async function feishu(environment: Environment): Promise<Said> {
  const where = {
    zh: '打开开放平台 → 您的应用 →「凭证与基础信息」，重新复制 App ID 和 App Secret 到 .env',
    en: 'developer console → your app → “Credentials & Basic Info”: copy App ID and App Secret into .env again',
  };
  if (!APP_ID.test(environment.FEISHU_APP_ID ?? ''))
    return fault(
      `FEISHU_APP_ID 不像 App ID（应是 cli_ 加 16 位十六进制字符）：${where.zh}`,
      `FEISHU_APP_ID does not look like one (cli_ and 16 hexadecimal characters): ${where.en}`,
    );
  return answered(await askFeishu(environment), '飞书 Feishu', 'FEISHU_APP_ID / FEISHU_APP_SECRET', where);
}

function wechat(environment: Environment): Said {
  const token = environment.WECHATY_PUPPET_SERVICE_TOKEN ?? '';
  // Wechaty takes what stands before the last underscore as the name of the certificate, and fails without it.
  if ((environment.WECHATY_PUPPET ?? SERVICE) === SERVICE && token.lastIndexOf('_') < 1)
    return fault(
      'WECHATY_PUPPET_SERVICE_TOKEN 要写成“前缀_随机串”（如 puppet_xxxx；自建网关用 insecure_ 开头），向 puppet 服务商核对',
      'WECHATY_PUPPET_SERVICE_TOKEN must look like prefix_random (puppet_xxxx; insecure_xxxx for a gateway of your own): ask the puppet provider',
    );
  return note(
    '已配置。个人微信没有官方接口：账号随时可能被限制或封停，请用专门的号，不要用办公主号；登录情况看 npm start',
    'configured. Personal WeChat has no official interface: the account may be restricted or lost at any time, so use one kept for this; npm start shows whether it is logged in',
  );
}

const PLATFORMS: readonly Platform[] = [
  {
    name: 'telegram',
    off: ok(
      '没有开。要开：在 Telegram 里向 @BotFather 发 /newbot，把得到的令牌写进 .env：TELEGRAM_BOT_TOKEN=…',
      'off. To switch it on: write /newbot to @BotFather in Telegram and put the token into .env: TELEGRAM_BOT_TOKEN=…',
    ),
    packages: ['grammy'],
    examine: telegram,
  },
  {
    name: 'feishu',
    off: ok(
      '没有开。要开：在 open.feishu.cn 建企业自建应用，把「凭证与基础信息」里的两项写进 .env：FEISHU_APP_ID=…、FEISHU_APP_SECRET=…',
      'off. To switch it on: make a self-built app on open.feishu.cn (Lark: open.larksuite.com) and put both of “Credentials & Basic Info” into .env: FEISHU_APP_ID=…, FEISHU_APP_SECRET=…',
    ),
    packages: ['@larksuiteoapi/node-sdk'],
    examine: feishu,
  },
  {
    name: 'wechat',
    off: ok(
      '没有开。要开：向 wechaty 的 puppet 服务商（wechaty.js.org）要令牌，写进 .env：WECHATY_PUPPET_SERVICE_TOKEN=…；账号有被封的风险',
      'off. To switch it on: get a token from a puppet provider of wechaty (wechaty.js.org) and put it into .env: WECHATY_PUPPET_SERVICE_TOKEN=…; the account may be lost',
    ),
    packages: ['wechaty', SERVICE],
    examine: wechat,
  },
];

/** Is the package there, its first file too? Loads nothing of it. */
function isInstalled(name: string): boolean {
  try {
    return existsSync(new URL(import.meta.resolve(name)));
  } catch {
    return false;
  }
}

/** Names of the variables that the adapter does not take; no values. */
function wrongIn(adapter: Adapter, environment: Environment): string | undefined {
  const parsed = adapter.env.safeParse(environment);
  if (parsed.success) return undefined;
  return [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ');
}

async function look({ name, off, packages, examine }: Platform, config: Config): Promise<Said> {
  if (!config.channels.includes(name)) return off;
  const missing = packages.filter((one) => !isInstalled(one));
  if (missing.length > 0)
    return fault(
      `已配置，但缺少程序包 ${missing.join('、')}，这个渠道打不开，其他渠道不受影响。在申报助手的文件夹里运行 npm ci（后面不要加 --omit=optional），再运行 npm start`,
      `configured, but not installed: ${missing.join(', ')}. This channel cannot be opened, the others can. Run npm ci in the folder of this program, without --omit=optional, then npm start`,
    );
  const wrong = wrongIn(await loadAdapter(name), config.environment);
  if (wrong !== undefined)
    return fault(`.env 里要改：${wrong}，写法见 .env.example`, `to be changed in .env: ${wrong}; see .env.example`);
  return examine(config.environment);
}

/** One finding for each platform, asked side by side. */
export async function channelCheckup(config: Config): Promise<readonly Finding[]> {
  return Promise.all(
    PLATFORMS.map(async (platform) => {
      try {
        return { name: platform.name, ...(await look(platform, config)) };
      } catch (error) {
        const why = error instanceof Error ? error.name : 'unknown';
        return { name: platform.name, ...fault(`读不到这个渠道（${why}）`, `this channel cannot be loaded (${why})`) };
      }
    }),
  );
}
