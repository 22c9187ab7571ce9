/** Who we are on Feishu, asked before anything else, and what a person must do when it does not let us in. */
import { ChannelFault } from '../../src/channel.ts';
import type { Refusal } from './fault.ts';
import { refusalOf } from './fault.ts';
import type { Platform } from './platform.ts';

/** Self-built apps look like this; anything else the SDK ignores without a word. */
const APP_ID = /^cli_[0-9a-f]{16}$/iu;
const CREDENTIALS: readonly number[] = [10003, 10014, 10015, 10012, 99991543, 99991663, 99991661];
const NO_ASSISTANT: readonly number[] = [11205, 230006];
const SCOPE: readonly number[] = [99991672, 99991679, 230027];

/** @throws ChannelFault when the id cannot be one */
export function checkAppId(appId: string): void {
  if (APP_ID.test(appId)) return;
  throw new ChannelFault(
    'FEISHU_APP_ID 不像飞书的 App ID（应当是 cli_ 加 16 位十六进制字符）：在开放平台「凭证与基础信息」里复制',
    'FEISHU_APP_ID does not look like an App ID of Feishu (cli_ and 16 hexadecimal characters): copy it from “Credentials & Basic Info” of the developer console',
  );
}

/** What an operator must do about a refusal, with the page of the console. */
export function remedy(refusal: Refusal, site: string): ChannelFault {
  const { code } = refusal;
  const is = (codes: readonly number[]): boolean => code !== undefined && codes.includes(code);
  if (is(CREDENTIALS)) {
    return new ChannelFault(
      `飞书不认这组 FEISHU_APP_ID 和 FEISHU_APP_SECRET（${code}）：打开 ${site}/app → 您的应用 →「凭证与基础信息」，重新复制两项`,
      `Feishu does not accept FEISHU_APP_ID and FEISHU_APP_SECRET (${code}): open ${site}/app → your app → “Credentials & Basic Info” and copy both again`,
    );
  }
  if (is(NO_ASSISTANT)) {
    return new ChannelFault(
      `应用还没有机器人能力（${code}）：打开 ${site}/app → 您的应用 →「添加应用能力」→ 机器人，然后发布一个版本`,
      `the app has no bot capability (${code}): open ${site}/app → your app → “Add features” → Bot, then publish a version`,
    );
  }
  if (is(SCOPE)) {
    return new ChannelFault(
      `应用缺少权限（${code}）：打开 ${site}/app → 您的应用 →「权限管理」，开通 im:message 和 im:resource，然后发布一个版本`,
      `the app lacks a scope (${code}): open ${site}/app → your app → “Permissions & Scopes”, add im:message and im:resource, then publish a version`,
    );
  }
  return new ChannelFault(
    `飞书暂时没有回答（${code ?? refusal.status ?? '网络'}），会自动再试；一直这样的话请检查网络和 FEISHU_DOMAIN`,
    `Feishu does not answer (${code ?? refusal.status ?? 'network'}); it is tried again by itself; if it stays like this, check the network and FEISHU_DOMAIN`,
    { retryable: true },
  );
}

/**
 * Our own open_id.
 * @param site address of the developer console
 * @throws ChannelFault in words a person can act on
 */
export async function whoAmI(platform: Platform, site: string): Promise<string> {
  const self = await platform.self().catch((error: unknown) => {
    throw remedy(refusalOf(error), site);
  });
  if (self.active) return self.openId;
  throw new ChannelFault(
    `应用还没有在企业里启用：打开 ${site}/app → 您的应用 →「版本管理与发布」发布版本，并请企业管理员在管理后台启用`,
    `the app is not switched on for the company: open ${site}/app → your app → “Version Management & Release”, publish a version, and let an administrator enable it`,
    { retryable: true },
  );
}
