/**
 * What `work` comes to. Rejects with code `CALL_TIMEOUT` if that takes longer than `boundMs`; the work then goes on
 * unheeded.
 */
export async function within<Result>(boundMs: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CallTimeout(`no answer within ${boundMs} ms`)), boundMs);
  });
  try {
    return await Promise.race([work, bound]);
  } finally {
    clearTimeout(timer);
  }
}

class CallTimeout extends Error {
  override readonly name = 'CallTimeout';
  readonly code = 'CALL_TIMEOUT';
}
