/**
 * Who may call the API: bearers of a key, or, where no keys are set, programs on this machine. Decides only; it answers
 * nothing and reads no body.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** What is known of a request before its body is read. Header values as received. */
export interface Caller {
  /** Address of the other end of the socket. */
  readonly address: string | undefined;
  readonly authorization: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Is there a header that a proxy adds (Forwarded, X-Forwarded-For)? */
  readonly forwarded: boolean;
}

/** Why a caller is turned away; undefined for one that may call. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly error: string;
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * @param keys of API_KEYS. With some, a key is required from everywhere; with none, only this machine is answered, and
 *   no web page: a browser names its origin, and a name that was made to point here is no local host.
 */
export function admit(keys: readonly string[], caller: Caller): Refusal | undefined {
  if (keys.length > 0) {
    const [scheme = '', token = ''] = (caller.authorization ?? '').split(/\s+/, 2);
    const known = scheme.toLowerCase() === 'bearer' && keys.some((key) => same(key, token));
    return known ? undefined : { status: 401, error: 'a key is needed: Authorization: Bearer <one of API_KEYS>' };
  }
  if (caller.forwarded || caller.address === undefined || !LOOPBACK.test(caller.address))
    return { status: 403, error: 'without API_KEYS the API answers this machine only' };
  if (caller.host !== undefined && !LOCAL_HOST.test(caller.host))
    return { status: 403, error: 'without API_KEYS the API answers under localhost only' };
  if (caller.origin !== undefined && !isLocalOrigin(caller.origin))
    return { status: 403, error: 'without API_KEYS the API answers no web page of another host' };
  return undefined;
}

function isLocalOrigin(origin: string): boolean {
  return URL.canParse(origin) && LOCAL_HOST.test(new URL(origin).host);
}

/** Compares in a time that tells nothing of where two keys differ. */
function same(key: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(key), digest(token));
}
