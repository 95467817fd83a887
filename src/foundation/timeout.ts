import { addAbortListener } from 'node:events';
import type { Clock } from './clock.ts';

/**
 * Settles like `work`; after `timeoutMs`, like `onTimeout`, which may throw. The work then
 * continues, its result ignored.
 */
export function awaitWithTimeout<Result, Late>(
  work: Promise<Result>,
  timeoutMs: number,
  onTimeout: () => Late,
  clock: Clock,
): Promise<Result | Late> {
  return awaitUnlessLate(work, onTimeout, (late) => clock.at(clock.now() + timeoutMs, late));
}

/** Looks at the time that is over, of which each counts as no more than its share. */
const LOOKS = 5;

/**
 * Calls back once this process has run for this long. A moment in which it stood still counts as a
 * fifth of that time at most: what was answered meanwhile is heard only after it.
 */
export function afterRunningFor(timeoutMs: number, callback: () => void, clock: Clock): Disposable {
  let timer: Disposable;
  const wait = (looks: number): void => {
    timer = clock.at(clock.now() + timeoutMs / LOOKS, () =>
      looks === 1 ? callback() : wait(looks - 1),
    );
  };
  wait(LOOKS);
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

/**
 * Settles like `work`; after this process has run for `timeoutMs`, like `onTimeout`, which may
 * throw. The work then continues, its result ignored.
 */
export function awaitWhileRunning<Result, Late>(
  work: Promise<Result>,
  timeoutMs: number,
  onTimeout: () => Late,
  clock: Clock,
): Promise<Result | Late> {
  return awaitUnlessLate(work, onTimeout, (late) => afterRunningFor(timeoutMs, late, clock));
}

/** `arm`: starts the timer that says when it is late, and that ends with the work. */
async function awaitUnlessLate<Result, Late>(
  work: Promise<Result>,
  onTimeout: () => Late,
  arm: (late: () => void) => Disposable,
): Promise<Result | Late> {
  const late = Promise.withResolvers<void>();
  using _timer = arm(late.resolve);
  return await Promise.race([work, late.promise.then(onTimeout)]);
}

/**
 * Settles like `work`, or rejects at once with an aborted signal's reason. The work then continues,
 * its result ignored.
 */
export async function awaitUnlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const { promise: rejection, reject } = Promise.withResolvers<never>();
  using _listener = addAbortListener(signal, () => reject(signal.reason));
  return await Promise.race([work, rejection]);
}

/**
 * Resolves at `dueAt` (milliseconds since the epoch) or when the signal is aborted, whichever comes
 * first.
 */
export async function waitUntil(clock: Clock, dueAt: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _timer = clock.at(dueAt, resolve);
  using _listener = addAbortListener(signal, () => resolve());
  await promise;
}
