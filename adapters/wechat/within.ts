/** A time limit for what may never end. Cancels nothing. */

/** Rejects when the deed takes longer than `ms`; what becomes of it then is nobody's business any more. */
export async function within<T>(ms: number, deed: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), ms);
  });
  deed.catch(() => undefined);
  try {
    return await Promise.race([deed, late]);
  } finally {
    clearTimeout(timer);
  }
}
