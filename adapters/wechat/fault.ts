/** What went wrong with a send, as delivery must know it. Pure; never repeats what an error says, which may hold words. */
import { DeliveryFault } from '../../src/channel.ts';

/** `risk`: the account is warned or restricted and must rest. */
export type Trouble = 'risk' | 'stranger' | 'gone' | 'unauthorised' | 'too_long' | 'transient';

/** gRPC status codes that say whose fault it is. */
const UNAUTHENTICATED = 16;
const PERMISSION_DENIED = 7;

const SAYS: readonly (readonly [RegExp, Trouble])[] = [
  [
    /频繁|风险|(?:账号|环境).{0,4}异常|限制|封号|封禁|违规|安全验证|risk|restrict|banned|too (?:many|fast|frequent)|frequen|rate.?limit/iu,
    'risk',
  ],
  [
    /不是.{0,6}(?:好友|朋友)|朋友验证|好友验证|拒收|黑名单|not (?:a |your )?(?:friend|contact)|blocked|blacklist/iu,
    'stranger',
  ],
  [/not logged in|no this\.__currentUserId|请先登录|未登录/iu, 'unauthorised'],
  [/not found|no payload|不存在|已退出群|不在群/iu, 'gone'],
  [/too long|过长|超长/iu, 'too_long'],
];

export function troubleOf(error: unknown): Trouble {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === UNAUTHENTICATED || code === PERMISSION_DENIED) return 'unauthorised';
  const words = error instanceof Error ? error.message.slice(0, 500) : '';
  return SAYS.find(([pattern]) => pattern.test(words))?.[1] ?? 'transient';
}

/** How long a warned account rests, ms. */
export const REST = 30 * 60_000;

export function faultOf(trouble: Trouble): DeliveryFault {
  switch (trouble) {
    case 'risk':
      return new DeliveryFault('rate_limited', 'the account is restricted', { retryAfter: REST });
    case 'stranger':
      return new DeliveryFault('blocked', 'the person is no friend of the account');
    case 'gone':
    case 'too_long':
    case 'unauthorised':
    case 'transient':
      return new DeliveryFault(trouble, `WeChat did not take it (${trouble})`);
  }
}
