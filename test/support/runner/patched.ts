import { onTestFinished, vi } from 'vitest';

/**
 * Replaces a property until the end of the running test. Whatever a test changes outside its own
 * world goes through this file; `unchanged.ts` fails a file that leaves something changed, and a
 * file that imports this one shares its process with no other (`ALONE` in `layers.ts`).
 */
export function patch<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  value: Target[Name],
): void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  onTestFinished(() => {
    if (before === undefined) delete target[name];
    else Object.defineProperty(target, name, before);
  });
  target[name] = value;
}

/** Puts these timers, or the clock, into the test's hands until its end. */
export function fakeTimers(
  options: NonNullable<Parameters<typeof vi.useFakeTimers>[0]>,
): typeof vi {
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return vi.useFakeTimers(options);
}
