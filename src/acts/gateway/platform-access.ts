import type { Clock } from '../../foundation/clock.ts';
import { findProxyRefusal } from '../../foundation/connection.ts';
import { cutText } from '../../foundation/cut-text.ts';
import type { Log } from '../../foundation/log.ts';
import { RETRY_POLICIES, type RetryPolicy, retry } from '../../foundation/retry.ts';
import { awaitWhileRunning } from '../../foundation/timeout.ts';
import { ChatFault } from '../../ports/chat.ts';

export interface PlatformAccess {
  /** As in `Thread.platform`. */
  readonly platform: string;
  /** Turns a call's error into a fault without addresses or secrets. Rethrows any other error. */
  readonly faultOf: (error: unknown) => ChatFault;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Makes a call once. Does not abort a call under way: after a stop, another daemon looks up what
 * was posted, so nothing may be posted later. Throws only `ChatFault`; `passing` if aborted before
 * the call.
 */
export async function callOnce<Answer>(
  call: () => Promise<Answer>,
  signal: AbortSignal,
  faultOf: PlatformAccess['faultOf'],
): Promise<Answer> {
  if (signal.aborted)
    throw new ChatFault('This process is stopping.', 'passing', null, signal.reason);
  try {
    return await call();
  } catch (error) {
    throw faultOf(error);
  }
}

/**
 * Retries transient failures. If only the response was lost, a person reads the message twice
 * rather than never. Throws the last error.
 */
export function callAgain<Answer>(
  context: PlatformAccess,
  call: () => Promise<Answer>,
  policy: RetryPolicy = RETRY_POLICIES.personalAnswer,
): Promise<Answer> {
  const { platform, faultOf, log } = context;
  return retry(call, policy, {
    isPassing: (error) => faultOf(error).kind === 'passing',
    onFailed: (error, attempt) =>
      log.debug('call_failed', { platform, attempt, error: failureOf(context, error) }),
  });
}

/**
 * Treats these refusals as success, since the effect already exists or never can. Then resolves to
 * `undefined`.
 */
export async function acceptRefusals<Code, Answer>(
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

/** Far more pages than a thread can have while a design runs. */
const MAX_PAGES = 100;

/**
 * Yields a conversation's messages page by page. `read` returns a page and where the next begins,
 * `null` after the last. Throws `ChatFault` beyond `MAX_PAGES`.
 */
export async function* pagesOf<Message>(
  perPage: number,
  first: string,
  read: (
    from: string,
  ) => Promise<{ readonly page: readonly Message[]; readonly next: string | null }>,
): AsyncGenerator<Message, void> {
  let from = first;
  for (let count = 0; count < MAX_PAGES; count++) {
    const { page, next } = await read(from);
    yield* page;
    if (next === null) return;
    from = next;
  }
  throw new ChatFault(`There are more than ${MAX_PAGES * perPage} messages to search.`, 'refused');
}

/**
 * Result of a look-up within `timeoutMs` in which this process runs, else `fallback`. Logs failures
 * and delays. Never rejects.
 */
export function lookUpOr<Found, Fallback>(
  context: PlatformAccess,
  lookUp: Promise<Found>,
  timeoutMs: number,
  fallback: Fallback,
  facts: { readonly what: string; readonly id?: string },
): Promise<Found | Fallback> {
  const { platform, clock, log } = context;
  const answer = lookUp.catch((error: unknown) => {
    log.warn('look_up_failed', { platform, ...facts, error: failureOf(context, error) });
    return fallback;
  });
  const late = (): Fallback => {
    log.warn('look_up_late', { platform, ...facts });
    return fallback;
  };
  return awaitWhileRunning(answer, timeoutMs, late, clock);
}

/** The fault of a failed call, safe to log; returns any other error unchanged. */
export function failureOf({ faultOf }: Pick<PlatformAccess, 'faultOf'>, error: unknown): unknown {
  try {
    return faultOf(error).message;
  } catch (defect) {
    return defect;
  }
}

/** Resolves to `true` on success; logs a failure as `event`. Never rejects. */
export function logFailure(
  context: Pick<PlatformAccess, 'faultOf' | 'log'>,
  event: string,
  call: Promise<unknown>,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const report = (error: unknown): boolean => {
    context.log.warn(event, { ...facts, error: failureOf(context, error) });
    return false;
  };
  return call.then(() => true, report);
}

/** Reason why `fetch` got no answer, without addresses; `null` for other errors. */
export function networkFailureOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return 'it did not answer in time';
  const refusal = findProxyRefusal(error);
  if (refusal !== null) return refusal.words;
  const { cause } = error;
  if (!(error instanceof TypeError) || !(cause instanceof Error)) return null;
  return 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : cutAddresses(cause.message);
}

const TOO_MANY_REQUESTS = 429;
const FALLBACK_WAIT_SECONDS = '1';
const MAX_CHARACTERS = 300;

/**
 * `fetch` that reads the whole answer, so that a vendor's client sees a broken answer as a failed
 * request. Adds a wait to a 429 that has none in the form of `waitSeconds`.
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
  // Status 204 allows no body, not even an empty one.
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

/** First words of a library's error for the log, without addresses, which may hold tokens. */
export function libraryWordsOf(error: unknown): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return cutAddresses(words);
}

function cutAddresses(words: string): string {
  return cutText(words, MAX_CHARACTERS).replaceAll(/\b(?:https?|wss?):\/\/\S+/g, '(address)');
}
