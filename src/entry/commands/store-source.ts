import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../adapters/system/clock.ts';
import { foldName } from '../../adapters/system/code.ts';
import { systemIdentifiers } from '../../adapters/system/identifiers.ts';
import { decide } from '../../core/decide.ts';
import { DesignId } from '../../core/ids.ts';
import { shouldRetry } from '../../core/policy/should-retry.ts';
import { publicEvent } from '../../core/public-event.ts';
import { viewOf } from '../../core/view.ts';
import { loadHeld } from '../../runtime/engine/loading.ts';
import { retryQuestion } from '../../runtime/engine/retrying.ts';
import { uuidsFrom } from '../../runtime/ports/identifiers.ts';
import type { DesignSummary, OutsideCommand, Store } from '../../runtime/ports/store.ts';
import { loadPersonas, openStore } from '../compose.ts';
import type { Configuration } from '../config.ts';
import { followPages } from './event-pages.ts';
import { openEngine } from './open-engine.ts';
import type { ListedDesign, Source, Told } from './source.ts';
import type { Surroundings } from './surroundings.ts';

const EVENTS_PER_PAGE = 500;

/** Whether there is anything to look into; looking must not make a data folder. */
export function storeExists({ databaseUrl, dataDir }: Configuration): boolean {
  return databaseUrl !== null || existsSync(join(dataDir, 'store'));
}

/**
 * The designs in the store, where no daemon runs that could be asked. What people say is recorded for whoever takes
 * the design up next; a cancellation is carried out here and now. Throws `Fault` when it cannot be opened.
 */
export async function openStoreSource(around: Surroundings, person: string): Promise<Source> {
  const { configuration, log } = around;
  const { store } = await openStore(configuration, log);
  let open = true;
  const close = async () => {
    if (open) await store.close();
    open = false;
  };
  return {
    close,
    list: async (limit, before) => {
      const after = DesignId.safeParse(before);
      const found = await store.list({ limit, ...(after.success ? { before: after.data } : {}) });
      return found.map(listed);
    },
    design: async (id) => {
      const { design } = await loadHeld(store, id, foldName());
      return design === null ? null : viewOf(design);
    },
    events: (id, since, follow, signal) =>
      followPages(
        {
          page: async (from) => (await store.events(id, from, EVENTS_PER_PAGE)).map(publicEvent),
          // In an embedded store nothing changes while it is open here; in Postgres somebody else may be at work.
          isOver: async () =>
            configuration.databaseUrl === null || (await store.summary(id))?.endedAt !== null,
        },
        { since, follow, signal },
      ),
    cancel: async (id, reason) => {
      await close();
      return cancelHere(around, id, { type: 'cancel', by: person, reason });
    },
    reply: (id, text) => {
      const replyId = systemIdentifiers.uuid();
      return leave(store, id, { type: 'record_reply', replyId, author: person, text, questionId: null });
    },
    finishAnswering: (id) => leave(store, id, { type: 'finish_answering', by: person, skip: false }),
    decide: (id, gateId, choice, note) =>
      leave(store, id, { type: 'decide_gate', gateId, choice, note, by: person }),
    retryPreview: async (id) => {
      const { design } = await loadHeld(store, id, foldName());
      if (design === null) throw new Error(`broken invariant: ${id} is gone`);
      const personas = await loadPersonas(configuration);
      const { rehearsal } = configuration;
      return shouldRetry(await retryQuestion(design, { store, personas, rehearsal }));
    },
  };
}

export function listed({ startedAt, endedAt, ...rest }: DesignSummary): ListedDesign {
  const ended = endedAt === null ? null : new Date(endedAt).toISOString();
  return { ...rest, startedAt: new Date(startedAt).toISOString(), endedAt: ended };
}

/** P5: tried on the design as it stands, so that a refusal is told at once; then stored for whoever runs it next. */
async function leave(store: Store, id: DesignId, command: OutsideCommand): Promise<Told> {
  const { design } = await loadHeld(store, id, foldName());
  const receivedAt = systemClock.now();
  const uuids = uuidsFrom(systemIdentifiers);
  const tried = decide(design, command, { at: receivedAt, uuids });
  if (!tried.accepted) return { ok: false, words: tried.refusal.message };
  await store.accept({ id: systemIdentifiers.uuid(), designId: id, command, receivedAt });
  return { ok: true, words: 'Kept. Nobody runs this design at the moment; charrette serve goes on with it.' };
}

/** An ending has files to write, so it takes the engine. */
async function cancelHere(
  around: Surroundings,
  id: DesignId,
  command: Extract<OutsideCommand, { type: 'cancel' }>,
): Promise<Told> {
  const { engine } = await openEngine(around);
  try {
    const endedBefore = (await engine.design(id))?.end != null;
    const answer = await engine.command(id, command);
    if (!answer.accepted) return { ok: false, words: answer.refusal.message };
    await engine.settled(id);
    return { ok: true, words: endedBefore ? 'It had ended already.' : 'It is cancelled.' };
  } finally {
    await engine.stop();
  }
}
