/** The WeChat channel's own part of the environment. Reads nothing but the record it is given. */
import { z } from 'zod';

export const PUPPET_OVER_GRPC = 'wechaty-puppet-service';

const OFF = ['', '0', 'false', 'no'];

export const wechatSettings = z
  .object({
    WECHATY_PUPPET: z.string().default(PUPPET_OVER_GRPC),
    WECHATY_PUPPET_SERVICE_TOKEN: z.string().optional(),
    WECHATY_PUPPET_SERVICE_ENDPOINT: z.string().optional(),
    WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: z.string().default('0'),
    WECHAT_BOT_NAME: z.string().default('申报助手'),
    WECHATY_LOG: z.enum(['silent', 'error', 'warn', 'info', 'verbose', 'silly']).default('warn').catch('warn'),
  })
  .transform((env) => ({
    puppet: env.WECHATY_PUPPET,
    token: env.WECHATY_PUPPET_SERVICE_TOKEN,
    /** host:port; without it the address is looked up by the token. */
    endpoint: env.WECHATY_PUPPET_SERVICE_ENDPOINT,
    plain: !OFF.includes(env.WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT.toLowerCase()),
    /** The name it answers to in groups, besides its own. */
    name: env.WECHAT_BOT_NAME,
    log: env.WECHATY_LOG,
  }));

export type WechatSettings = z.infer<typeof wechatSettings>;
