/** The words of setting up each platform: what to click, what to copy, in Chinese and English. Prints nothing. */
import { SCOPES } from './feishu-wants.ts';

/** Steps in order, the same in both languages. */
export interface Steps {
  readonly zh: readonly string[];
  readonly en: readonly string[];
}

const CHECK = {
  zh: '运行 npm run -s shenbao -- doctor 核对，再运行 npm start。',
  en: 'Run npm run -s shenbao -- doctor to check, then npm start.',
};
const PERMISSIONS = SCOPES.join(', ');

/** By the name of the channel. */
export const STEPS: Readonly<Record<string, Steps>> = {
  telegram: {
    zh: [
      '在 Telegram 里打开 @BotFather，发 /newbot，按提示取名字和用户名（以 bot 结尾）。',
      '把它给的令牌写进 .env：TELEGRAM_BOT_TOKEN=…（不要发给别人）。',
      '隐私模式保持打开（/setprivacy → Enable）：群里只有 @ 它、回复它或发命令时它才看得到。',
      '命令菜单不用设：助手启动时会自己设好中英文两份。',
      CHECK.zh,
    ],
    en: [
      'Open @BotFather in Telegram, write /newbot, and choose a name and a user name (it ends in bot).',
      'Put the token into .env: TELEGRAM_BOT_TOKEN=… (give it to nobody).',
      'Leave the privacy mode on (/setprivacy → Enable): in groups it sees only mentions, replies to it and commands.',
      'The menu of commands needs no setting: the assistant sets it in both languages when it starts.',
      CHECK.en,
    ],
  },
  feishu: {
    zh: [
      '打开 https://open.feishu.cn/app（Lark：https://open.larksuite.com/app）→ 创建企业自建应用 →「添加应用能力」→ 机器人。',
      `「权限管理」里开通：${PERMISSIONS}`,
      '「凭证与基础信息」里的两项写进 .env：FEISHU_APP_ID=…、FEISHU_APP_SECRET=…（Lark 再加 FEISHU_DOMAIN=lark），先运行 npm start 并让它开着，下一步才能保存。',
      '「事件与回调」：事件配置和回调配置的订阅方式都选「使用长连接」；事件添加 im.message.receive_v1，回调添加 card.action.trigger。',
      '「版本管理与发布」：创建版本并发布，由企业管理员通过。改了权限或事件也要再发布一次。',
      CHECK.zh,
    ],
    en: [
      'Open https://open.feishu.cn/app (Lark: https://open.larksuite.com/app) → create a custom app → “Add features” → Bot.',
      `“Permissions & Scopes”: add ${PERMISSIONS}`,
      'Put both of “Credentials & Basic Info” into .env: FEISHU_APP_ID=…, FEISHU_APP_SECRET=… (for Lark also FEISHU_DOMAIN=lark); run npm start and leave it running, or the next step cannot be saved.',
      '“Events & Callbacks”: choose the long connection for events and for callbacks; add the event im.message.receive_v1 and the callback card.action.trigger.',
      '“Version Management & Release”: create a version and publish it; an administrator approves. Do so again after changing scopes or events.',
      CHECK.en,
    ],
  },
  wechat: {
    zh: [
      '先知道风险：个人微信没有官方接口，账号随时可能被限制或封停。请用专门的号，不要用办公主号。',
      '向 wechaty 的 puppet 服务商要一个令牌（见 https://wechaty.js.org/docs/puppet-services/）。',
      '写进 .env：WECHATY_PUPPET_SERVICE_TOKEN=…（形如 puppet_xxxx）；自建网关再加 WECHATY_PUPPET_SERVICE_ENDPOINT=主机:端口。',
      '群里称呼它的名字：WECHAT_BOT_NAME=申报助手（可不填）。',
      CHECK.zh,
    ],
    en: [
      'Know the risk first: personal WeChat has no official interface, the account may be restricted or lost at any time. Use one kept for this.',
      'Get a token from a puppet provider of wechaty (see https://wechaty.js.org/docs/puppet-services/).',
      'Put it into .env: WECHATY_PUPPET_SERVICE_TOKEN=… (like puppet_xxxx); for a gateway of your own also WECHATY_PUPPET_SERVICE_ENDPOINT=host:port.',
      'The name it answers to in groups: WECHAT_BOT_NAME=申报助手 (may be left out).',
      CHECK.en,
    ],
  },
};
