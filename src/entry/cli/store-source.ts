import { systemClock } from '../../adapters/system/clock.ts';
import { currentReducerVersion } from '../../adapters/system/code.ts';
import { systemIdentifiers } from '../../adapters/system/identifiers.ts';
import type { OutsideCommand } from '../../core/commands.ts';
import { decide } from '../../core/decide.ts';
import { DesignId } from '../../core/ids.ts';
import { shouldRetry } from '../../core/policy/should-retry.ts';
import { publicEvent } from '../../core/public-event.ts';
import { viewOf } from '../../core/view.ts';
import { loadDesign } from '../../runtime/engine/loading.ts';
import { retryQuestion } from '../../runtime/engine/retrying.ts';
import type { Fleet } from '../../runtime/ports/fleet.ts';
import { uuidsFrom } from '../../runtime/ports/identifiers.ts';
import type { DesignSummary, InboxAnswer, Store } from '../../runtime/ports/store.ts';
import { waitUntil } from '../../runtime/turn/waiting.ts';
import { loadPersonas } from '../open-model.ts';
import { openStore } from '../open-store.ts';
import type { CliContext } from './cli-context.ts';
import { followPages } from './event-pages.ts';
import { openEngine } from './open-engine.ts';
import type { ListedDesign, Source, Told } from './source.ts';

const EVENTS_PER_PAGE = 500;
/** Milliseconds between two looks for what came of a command, and how often: four seconds in all. */
const [LOOK_MS, MAX_LOOKS] = [100, 40];

/**
 * The designs in the store, where no daemon runs that could be asked. What people say is recorded for whoever takes
 * the design up next; a cancellation is carried out here and now. Throws `Fault` when it cannot be opened.
 */
export async function openStoreSource(context: CliContext, person: string): Promise<Source> {
  const { configuration, log } = context;
  const { store, fleet } = await openStore(configuration, log);
  // An embedded store that is open here is open nowhere else.
  const parts = { store, fleet, isShared: configuration.databaseUrl !== null };
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
      const { design } = await loadDesign(store, id, currentReducerVersion());
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
      return cancelHere(context, id, { type: 'cancel', by: person, reason });
    },
    reply: (id, text) => {
      const replyId = systemIdentifiers.uuid();
      return leave(parts, id, { type: 'record_reply', replyId, author: person, text, questionId: null });
    },
    finishAnswering: (id) => leave(parts, id, { type: 'finish_answering', by: person, skip: false }),
    decide: (id, gateId, choice, note) =>
      leave(parts, id, { type: 'decide_gate', gateId, choice, note, by: person }),
    retryPreview: async (id) => {
      const { design } = await loadDesign(store, id, currentReducerVersion());
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

interface Leaving {
  readonly store: Store;
  readonly fleet: Fleet;
  /** Whether somebody else may be running the design on it. */
  readonly isShared: boolean;
}

/**
 * Tries the command on the design as it stands, so that a refusal is told at once; then stores it (P5) for the process that
 * runs the design, now or next. One that runs it now, as in another terminal, answers within moments.
 */
async function leave(
  { store, fleet, isShared }: Leaving,
  id: DesignId,
  command: OutsideCommand,
): Promise<Told> {
  const { design } = await loadDesign(store, id, currentReducerVersion());
  const receivedAt = systemClock.now();
  const uuids = uuidsFrom(systemIdentifiers);
  const tried = decide(design, command, { at: receivedAt, uuids });
  if (!tried.accepted) return { ok: false, words: tried.refusal.message };
  const key = systemIdentifiers.uuid();
  await store.accept({ id: key, designId: id, command, receivedAt });
  fleet.tell('due', id);
  const answer = isShared ? await answerSoon(store, key) : null;
  if (answer === null)
    return {
      ok: true,
      words: 'Kept. Nobody runs this design at the moment; charrette serve goes on with it.',
    };
  return answer.accepted
    ? { ok: true, words: 'Taken, by whoever runs this design.' }
    : { ok: false, words: answer.refusal.message };
}

/** `null` where nobody has dealt with it in time. */
async function answerSoon(store: Store, key: string): Promise<InboxAnswer | null> {
  const { signal } = new AbortController();
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const answer = await store.answerTo(key);
    if (answer !== null) return answer;
    await waitUntil(systemClock, systemClock.now() + LOOK_MS, signal);
  }
  return null;
}

/** An ending has files to write, so it takes the engine. */
async function cancelHere(
  context: CliContext,
  id: DesignId,
  command: Extract<OutsideCommand, { type: 'cancel' }>,
): Promise<Told> {
  const { engine } = await openEngine(context);
  try {
    const endedBefore = (await engine.design(id))?.end != null;
    const answer = await engine.command(id, command).answered;
    if (!answer.accepted) return { ok: false, words: answer.refusal.message };
    await engine.settled(id);
    return { ok: true, words: endedBefore ? 'It had ended already.' : 'It is cancelled.' };
  } finally {
    await engine.stop();
  }
}
