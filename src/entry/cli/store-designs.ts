import { setTimeout as wait } from 'node:timers/promises';
import type { Designs } from '../../adapters/http/routes/design-routes.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { systemIdentifiers } from '../../adapters/system/identifiers.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { decide } from '../../core/workflow/decide.ts';
import { retryPreview } from '../../engine/commit/retrying.ts';
import type { Fleet } from '../../engine/ports/fleet.ts';
import type { Removals } from '../../engine/ports/removals.ts';
import type { InboxAnswer, Store, StoredEvent } from '../../engine/ports/store.ts';
import { loadDesign } from '../../engine/reading/loading.ts';
import { BusyError } from '../../foundation/fault.ts';
import { uuidsFrom } from '../../foundation/identifiers.ts';
import { waitUntil } from '../../foundation/timeout.ts';
import type { CliContext } from './cli-context.ts';

/** Milliseconds between two polls of a design that is followed, and events that are read at once. */
const [LOOK_AGAIN_MS, PAGE] = [500, 500];
/** Milliseconds between two polls for the outcome of a command, and how many: four seconds in all. */
const [LOOK_MS, MAX_LOOKS] = [100, 40];

interface Opened {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly removals: Removals;
}

/**
 * Designs of a store that this process runs none of. Words and decisions are kept for the process that claims the design next.
 * An embedded store that is open here is open nowhere else: nothing changes in it.
 */
export function designsIn(
  { configuration, log, redact }: CliContext,
  { store, fleet, removals }: Opened,
): Designs {
  const isShared = configuration.databaseUrl !== null;
  const course = (id: DesignId, since: number, signal: AbortSignal) =>
    coursePolled({ store, isShared }, id, since, signal);
  return {
    parts: { store, identifiers: systemIdentifiers, log, redact },
    design: async (id) => (await loadDesign(store, id)).design,
    forgotten: (id) => removals.forgotten(id),
    command: (id, command) => ({ answered: kept({ store, fleet, isShared }, id, command) }),
    retryPreview: async (design) => {
      const { loadPersonas } = await import('../open-model.ts');
      const { rehearsal } = configuration;
      return retryPreview(design, { store, personas: await loadPersonas(configuration), rehearsal });
    },
    follow: course,
    course,
    onWaiting: () => new DisposableStack(),
  };
}

/**
 * Tries the command on the design as it stands, so that a refusal is shown at once; then stores it (P5) for the process
 * that runs the design, now or next. One that runs it now, as in another terminal, answers within moments; throws `BusyError`
 * where none does.
 */
async function kept(
  { store, fleet, isShared }: Pick<Opened, 'store' | 'fleet'> & { readonly isShared: boolean },
  id: DesignId,
  command: Parameters<Designs['command']>[1],
): Promise<InboxAnswer> {
  const { design } = await loadDesign(store, id);
  const receivedAt = systemClock.now();
  const tried = decide(design, command, { at: receivedAt, uuids: uuidsFrom(systemIdentifiers) });
  if (!tried.accepted) return tried;
  const key = systemIdentifiers.uuid();
  await store.accept({ id: key, designId: id, command, receivedAt });
  fleet.tell('due', id);
  for (let looks = 0; isShared && looks < MAX_LOOKS; looks++) {
    const answer = await store.answerTo(key);
    if (answer !== null) return answer;
    await wait(LOOK_MS);
  }
  throw new BusyError(id);
}

/** Events page by page, without gaps or repeats (A13), for as long as any can come. */
async function* coursePolled(
  { store, isShared }: { readonly store: Store; readonly isShared: boolean },
  id: DesignId,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  let last = since;
  while (!signal.aborted) {
    // Asked before the page is read, so that what came with the end is in it.
    const isOver = !isShared || (await store.summary(id))?.endedAt !== null;
    const events = await store.events(id, last, PAGE);
    for (const stored of events) {
      last = stored.seq;
      yield stored;
    }
    if (events.length > 0) continue;
    if (isOver) return;
    await waitUntil(systemClock, systemClock.now() + LOOK_AGAIN_MS, signal);
  }
}
