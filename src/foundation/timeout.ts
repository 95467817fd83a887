import { addAbortListener } from 'node:events';
import type { Clock } from './clock.ts';

/**
 * Settles like `work`; after `timeoutMs`, like `onTimeout`, which may throw. The work then
 * continues, its result ignored.
 */
export async function awaitWithTimeout<Result, Late>(
  work: Promise<Result>,
  timeoutMs: number,
  onTimeout: () => Late,
  clock: Clock,
): Promise<Result | Late> {
  const late = Promise.withResolvers<void>();
  using _timer = clock.at(clock.now() + timeoutMs, late.resolve);
  return await Promise.race([work, late.promise.then(onTimeout)]);
}

/** Looks at work in its time, of which each counts as no more than its share. */
const LOOKS = 5;

/**
 * Settles like `work`; after this process has run for `timeoutMs`, like `onTimeout`, which may
 * throw. The work then continues, its result ignored. A moment in which the process stood still
 * counts as a fifth of that time at most: what was answered meanwhile is heard only after it.
 */
export async function awaitWhileRunning<Result, Late>(
  work: Promise<Result>,
  timeoutMs: number,
  onTimeout: () => Late,
  clock: Clock,
): Promise<Result | Late> {
  const late = Promise.withResolvers<void>();
  let timer: Disposable;
  const wait = (looks: number): void => {
    timer = clock.at(clock.now() + timeoutMs / LOOKS, () =>
      looks === 1 ? late.resolve() : wait(looks - 1),
    );
  };
  wait(LOOKS);
  using _timer = { [Symbol.dispose]: () => timer[Symbol.dispose]() };
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
