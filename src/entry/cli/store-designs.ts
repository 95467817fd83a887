import { setTimeout as wait } from 'node:timers/promises';
import type { Designs } from '../../acts/act-inputs.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { systemIdentifiers } from '../../adapters/system/identifiers.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { decide } from '../../core/workflow/decide.ts';
import { previewRetry } from '../../engine/starting/retrying.ts';
import { BusyError } from '../../foundation/fault.ts';
import { generateUuids } from '../../foundation/identifiers.ts';
import { waitUntil } from '../../foundation/timeout.ts';
import type { OpenedStore } from '../../ports/opened-store.ts';
import type { InboxAnswer, Store, StoredEvent } from '../../ports/store.ts';
import { loadDesign } from '../../record/loading.ts';
import type { Configuration } from '../models.ts';
import type { CliContext } from './cli-context.ts';

/** Milliseconds between polls while following a design, and events to read at once. */
const LOOK_AGAIN_MS = 500;
const PAGE = 500;
/** Milliseconds between polls for a command's outcome, and their number: four seconds in all. */
const LOOK_MS = 100;
const MAX_LOOKS = 40;

export interface StoreParts extends Pick<CliContext, 'log' | 'redact'> {
  readonly configuration: Configuration;
}

type Opened = Pick<OpenedStore, 'store' | 'fleet' | 'tokens' | 'logins'>;

/**
 * Designs of a store, while this process runs none of them. Words and decisions are stored for the
 * process that next claims the design. An embedded store opened here is open nowhere else, so
 * nobody else changes it.
 */
export function createStoredDesigns(
  { configuration, log, redact }: StoreParts,
  { store, fleet, tokens, logins }: Opened,
): Designs {
  const { rehearsal } = configuration;
  const isShared = configuration.databaseUrl !== null;
  const course = (id: DesignId, since: number, signal: AbortSignal) =>
    pollCourse({ store, isShared }, id, since, signal);
  return {
    parts: {
      store,
      tokens,
      logins,
      identifiers: systemIdentifiers,
      clock: systemClock,
      log,
      redact,
      rehearsal,
    },
    design: async (id) => (await loadDesign(store, id)).design,
    findForgotten: (id) => store.findForgotten(id),
    command: (id, command) => ({ answered: storeCommand({ store, fleet, isShared }, id, command) }),
    previewRetry: async (design) => {
      const { loadPersonas } = await import('../open-model.ts');
      return previewRetry(design, {
        store,
        personas: await loadPersonas(configuration),
        rehearsal,
      });
    },
    follow: course,
    course,
    onWaiting: () => new DisposableStack(),
  };
}

/**
 * Tries the command on the current design, so that a refusal shows at once. Then stores it for the
 * process that runs the design, now or next. A running one answers within moments. Throws
 * `BusyError` if there is no answer.
 */
async function storeCommand(
  { store, fleet, isShared }: Pick<Opened, 'store' | 'fleet'> & { readonly isShared: boolean },
  id: DesignId,
  command: Parameters<Designs['command']>[1],
): Promise<InboxAnswer> {
  const { design } = await loadDesign(store, id);
  const receivedAt = systemClock.now();
  const trial = decide(design, command, {
    at: receivedAt,
    uuids: generateUuids(systemIdentifiers),
  });
  if (!trial.accepted) return trial;
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

/** Yields events in pages, without gaps or repeats, while more can come. */
async function* pollCourse(
  { store, isShared }: { readonly store: Store; readonly isShared: boolean },
  id: DesignId,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  let last = since;
  while (!signal.aborted) {
    // Checked before the page is read, so that the page includes the events of the end.
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
