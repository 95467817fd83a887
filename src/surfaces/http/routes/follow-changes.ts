import type { DesignId } from '#core/vocabulary/ids.ts';
import type { Engine } from '#engine/engine.ts';
import { awaitWithTimeout } from '#foundation/timeout.ts';

/** Milliseconds between polls, for changes by other daemons that no hint announced. */
const POLL_MS = 5_000;

/**
 * Yields the ids of the designs that have changed since the last time: at once, then at each change
 * and every few seconds, until aborted.
 */
export async function* followChanges(
  engine: Pick<Engine, 'onChange' | 'parts'>,
  signal: AbortSignal,
): AsyncGenerator<readonly DesignId[], void> {
  const changedIds = new Set<DesignId>();
  let woken = Promise.withResolvers<void>();
  using _listening = engine.onChange((id) => {
    changedIds.add(id);
    woken.resolve();
  });
  signal.addEventListener('abort', () => woken.resolve(), { once: true });
  while (!signal.aborted) {
    const ids = [...changedIds];
    changedIds.clear();
    woken = Promise.withResolvers();
    yield ids;
    if (!signal.aborted)
      await awaitWithTimeout(woken.promise, POLL_MS, () => undefined, engine.parts.clock);
  }
}
