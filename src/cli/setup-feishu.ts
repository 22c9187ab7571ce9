/**
 * Makes a Feishu app by scanning a code: the SDK's registration, with the scopes, events and callbacks this program needs
 * filled in. Says why it did not come about; keeps and prints no secret.
 */
import { CALLBACKS, EVENTS, SCOPES } from './feishu-wants.ts';
import type { FeishuCredentials, SetupParts } from './setup-platform.ts';

/** Host of the accounts service, `accounts.feishu.cn` unless an installation of one's own is used. */
export interface ScanParts extends SetupParts {
  readonly accounts?: string | undefined;
  readonly lark: boolean;
}

const WHY: Readonly<Record<string, string>> = {
  access_denied: '扫码的人没有同意 / whoever scanned it declined',
  expired_token: '二维码过期了 / the code expired',
};
const LARK_ACCOUNTS = 'accounts.larksuite.com';

/** What somebody who scanned the code allowed us to use; undefined (and said why) when nothing came of it. */
export async function scanFeishu({ accounts, lark, print }: ScanParts): Promise<FeishuCredentials | undefined> {
  const [{ registerApp }, { toString: drawn }] = await Promise.all([
    import('@larksuiteoapi/node-sdk'),
    import('qrcode').then((loaded) => loaded.default),
  ]);
  const domain = accounts ?? (lark ? LARK_ACCOUNTS : undefined);
  try {
    const { client_id, client_secret, user_info } = await registerApp({
      ...(domain === undefined ? {} : { domain, larkDomain: domain }),
      source: 'shenbao',
      createOnly: true,
      appPreset: { name: '申报助手', desc: '一步一步完成申报，随时答细则问题' },
      addons: {
        scopes: { tenant: [...SCOPES] },
        events: { items: { tenant: [...EVENTS] } },
        callbacks: { items: [...CALLBACKS] },
      },
      onQRCodeReady: ({ url, expireIn }) => {
        const minutes = Math.floor(expireIn / 60);
        print(`用飞书（Lark）扫码，或打开下面的链接，${minutes} 分钟内有效：`);
        print(`Scan with Feishu (Lark), or open the link, within ${minutes} minutes:`);
        // The picture comes when it is drawn; whoever cannot see it has the link.
        drawn(url, { type: 'utf8', errorCorrectionLevel: 'L' }).then(
          (picture) => print(`${picture}\n${url}`),
          () => print(url),
        );
      },
    });
    return { id: client_id, secret: client_secret, lark: lark || user_info?.tenant_brand === 'lark' };
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    print(`没有扫成：${WHY[code] ?? `平台没有应答（${code}）/ the platform gave no answer (${code})`}`);
    return undefined;
  }
}
