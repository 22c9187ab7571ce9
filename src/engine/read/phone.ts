/** Phone numbers of mainland China, mobile and landline, as people write them. Reveals and masks nothing. */
import { halfWidth } from './normalise.ts';

const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^0\d{2,3}-?\d{7,8}(-\d{1,6})?$/;
const LABEL = /^(?:手机号码?|手机|电话号码?|联系电话|座机|电话|phone|mobile|tel)\s*[:：]?\s*/i;

/** The number in one form (19900000003, 021-50000000, 021-50000000-12), or undefined. Rule coverage §3.7, 手机 and 座机. */
export function readPhone(text: string): string | undefined {
  if (MOBILE.test(text)) return text;
  const flat = halfWidth(text)
    .replace(/[‐‑‒–—−]/g, '-')
    .trim()
    .replace(LABEL, '')
    .replace(/[。.,，;；]+$/, '');
  const digits = flat.replace(/[\s()（）-]/g, '').replace(/^(?:\+|00)?86(?=1[3-9]\d{9}$)/, '');
  if (MOBILE.test(digits)) return digits;
  const landline = flat
    .replace(/^(?:\+|00)86[\s-]*(?=\d)/, '0')
    .replace(/^00/, '0')
    .replace(/\s*(?:转|分机|ext\.?)\s*/i, '-')
    .replace(/[()（）]/g, ' ')
    .trim()
    .replace(/\s*-\s*|\s+/g, '-');
  return LANDLINE.test(landline) ? landline : undefined;
}
