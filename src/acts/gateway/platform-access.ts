import { ChatFault } from '../../engine/ports/chat.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import { RETRY_POLICIES, type RetryPolicy, retry } from '../../foundation/retry.ts';
import { withTimeout } from '../../foundation/timeout.ts';

/** Access to a chat platform, common to all calls. */
export interface PlatformAccess {
  /** The name in `Thread.platform`. */
  readonly platform: string;
  /** The error of a call as a fault, without addresses or secrets. Rethrows any other error. */
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
 * Makes a call, with retries on transient failures: when only the response was lost, a person reads the message twice
 * instead of not at all. Throws what the last attempt throws.
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

/** A call for which these refusals count as success, because the effect is there already or can never be: `undefined` then. */
export async function unlessRefused<Code, Answer>(
  codeOf: (error: unknown) => Code,
  codes: readonly Code[],
  call: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (codes.includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** Far above the number of messages in a thread while one design runs. */
const MAX_PAGES = 100;

/**
 * The messages of a conversation, page by page. `read` answers with a page and with where the next one begins, `null`
 * after the last. Throws `ChatFault` where there is more than anybody can have said.
 */
export async function* pagesOf<Message>(
  perPage: number,
  first: string,
  read: (from: string) => Promise<{ readonly page: readonly Message[]; readonly next: string | null }>,
): AsyncGenerator<Message, void> {
  let from = first;
  for (let count = 0; count < MAX_PAGES; count++) {
    const { page, next } = await read(from);
    yield* page;
    if (next === null) return;
    from = next;
  }
  throw new ChatFault(`There are more than ${MAX_PAGES * perPage} messages to look through.`, 'refused');
}

/**
 * Returns the result of a look-up within `timeoutMs`, else `fallback`. A look-up that fails or takes longer is logged. Never
 * rejects.
 */
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

/** Returns the fault of a failed call for the log; a defect as it is. */
export function failureOf({ faultOf }: Pick<PlatformAccess, 'faultOf'>, error: unknown): unknown {
  try {
    return faultOf(error).message;
  } catch (defect) {
    return defect;
  }
}

/** Resolves to `true` if a call succeeded. A failed one is logged as `event`. Never rejects. */
export function orLog(
  access: Pick<PlatformAccess, 'faultOf' | 'log'>,
  event: string,
  call: Promise<unknown>,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const failed = (error: unknown): boolean => {
    access.log.warn(event, { ...facts, error: failureOf(access, error) });
    return false;
  };
  return call.then(() => true, failed);
}

/** Why `fetch` got no answer, without addresses; `null` where the error is about something else. */
export function networkFailure(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'it did not answer in time';
  const { cause } = error;
  if (!(error instanceof TypeError) || !(cause instanceof Error)) return null;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : withoutAddresses(cause.message);
}

const TOO_MANY_REQUESTS = 429;
const FALLBACK_WAIT_SECONDS = '1';
const MAX_CHARACTERS = 300;

/**
 * `fetch` with the answer read to its end, for a vendor's client: an answer that breaks off is then a request that failed, as
 * every other. A limit without a time to wait, which `waitSeconds` would match, gets one.
 */
export async function fetchWhole(
  url: string | URL | Request,
  init: RequestInit | undefined,
  waitSeconds: RegExp,
): Promise<Response> {
  const answer = await fetch(url, init);
  const body = await answer.arrayBuffer();
  const { status, statusText } = answer;
  const headers = new Headers(answer.headers);
  if (status === TOO_MANY_REQUESTS && !waitSeconds.test(headers.get('retry-after') ?? '')) {
    headers.set('retry-after', FALLBACK_WAIT_SECONDS);
  }
  // An answer of status 204 may have no body, not even an empty one.
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

/** The first words of what a vendor's library says, for the log: without addresses, because those may hold tokens. */
export function libraryWords(said: unknown): string {
  const words = said instanceof Error ? `${said.name}: ${said.message}` : String(said);
  return withoutAddresses(words);
}

function withoutAddresses(words: string): string {
  return words.slice(0, MAX_CHARACTERS).replaceAll(/\b(?:https?|wss?):\/\/\S+/g, '(address)');
}
