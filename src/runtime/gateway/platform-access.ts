import { ChatFault } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { RETRY_POLICIES, type RetryPolicy, retry } from '../retry.ts';
import { withTimeout } from '../timeout.ts';

/** What calls to a chat platform have in common. */
export interface PlatformAccess {
  /** As in `Thread.platform`. */
  readonly platform: string;
  /** What a call threw, as a fault without addresses or secrets. Throws what no call has thrown. */
  readonly faultOf: (error: unknown) => ChatFault;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Makes a call once. A call that has begun is not aborted: a daemon that stops hands a design over to one that looks up
 * what was posted, and nothing may be posted after that. Throws only `ChatFault`, `passing` when the signal is aborted
 * before the call has begun.
 */
export async function callOnce<Answer>(
  call: () => Promise<Answer>,
  signal: AbortSignal,
  faultOf: PlatformAccess['faultOf'],
): Promise<Answer> {
  if (signal.aborted) throw new ChatFault('This process is stopping.', 'passing', null, signal.reason);
  try {
    return await call();
  } catch (error) {
    throw faultOf(error);
  }
}

/**
 * Makes a call, and makes it again where the platform fails in passing: somebody then reads twice what got lost on its way
 * back, instead of not at all. Throws what the last attempt throws.
 */
export function callAgain<Answer>(
  access: PlatformAccess,
  call: () => Promise<Answer>,
  policy: RetryPolicy = RETRY_POLICIES.personalAnswer,
): Promise<Answer> {
  const { platform, faultOf, log } = access;
  return retry(call, policy, {
    isPassing: (error) => faultOf(error).kind === 'passing',
    onFailed: (error, attempt) =>
      log.debug('call_failed', { platform, attempt, error: failureOf(access, error) }),
  });
}

/** What a look-up finds within `timeoutMs`, else `fallback`: a look-up that fails or takes longer is logged. Never rejects. */
export function foundOr<Found, Fallback>(
  access: PlatformAccess,
  lookUp: Promise<Found>,
  timeoutMs: number,
  fallback: Fallback,
  facts: { readonly what: string; readonly id?: string },
): Promise<Found | Fallback> {
  const { platform, clock, log } = access;
  const found = lookUp.catch((error: unknown) => {
    log.warn('look_up_failed', { platform, ...facts, error: failureOf(access, error) });
    return fallback;
  });
  const late = (): Fallback => {
    log.warn('look_up_late', { platform, ...facts });
    return fallback;
  };
  return withTimeout(found, timeoutMs, late, clock);
}

/** What went wrong with a call, for the log; a defect as it is. */
export function failureOf({ faultOf }: Pick<PlatformAccess, 'faultOf'>, error: unknown): unknown {
  try {
    return faultOf(error).message;
  } catch (defect) {
    return defect;
  }
}

/** Why `fetch` got no answer, without addresses; `null` where the error is about something else. */
export function networkFailure(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'it did not answer in time';
  const { cause } = error;
  if (!(error instanceof TypeError) || !(cause instanceof Error)) return null;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
