/** Contact particulars with their middle hidden, for places where not everybody may read them. Checks no validity. */

/** `138****0000`, `021-****0000`; anything else shows its last four characters at most. */
export function maskPhone(phone: string): string {
  if (/^1\d{10}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(7)}`;
  const landline = /^(0(?:[12]\d|[3-9]\d{2}))-?(\d{7,8})(?:-\d{1,6})?$/.exec(phone);
  if (landline !== null) return `${landline[1]}-****${(landline[2] ?? '').slice(-4)}`;
  return phone.length > 6 ? `****${phone.slice(-4)}` : '****';
}

/** `li***@example.com`; a name of one or two characters shows only the first. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '***';
  return `${email.slice(0, at > 2 ? 2 : 1)}***${email.slice(at)}`;
}
