import type { DesignId } from '../../core/ids.ts';
import type { StoredEvent } from '../ports/store.ts';
import { retryWhileUnavailable } from '../retry.ts';
import type { Engine } from './engine.ts';

/** Far more events than can follow an end. */
const LAST_EVENTS = 1_000;

/**
 * Every event after `since`, and then live, until nothing more will come: the design has ended, and what its end leaves
 * behind, such as the files of a cancelled design, is recorded. Ends early when it is aborted.
 */
export async function* course(
  engine: Engine,
  id: DesignId,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  let last = since;
  for await (const stored of engine.follow(id, since, signal)) {
    last = stored.seq;
    yield stored;
    if (stored.event.type === 'design_ended') break;
  }
  if (signal.aborted) return;
  await engine.settled(id);
  const { store, log, clock } = engine.parts;
  const away = { signal, log, clock, what: id };
  yield* await retryWhileUnavailable(() => store.events(id, last, LAST_EVENTS), away);
}
