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
