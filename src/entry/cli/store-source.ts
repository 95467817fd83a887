import { TEXTS } from '../../adapters/terminal/texts.ts';
import { listedDesign } from '../../core/telling/design-view.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { retryPreview } from '../../runtime/engine/retrying.ts';
import { missingStore, openStore } from '../open-store.ts';
import type { CliContext } from './cli-context.ts';
import { commandsBy } from './commands-by.ts';
import { eventReads } from './event-pages.ts';
import { leaveCommand } from './leave-command.ts';
import type { Source } from './source.ts';

/**
 * The designs in the store, where no daemon runs that could be asked. What people say is recorded for the daemon that
 * claims the design next; a cancellation is carried out at once. `null` where
 * there is none. Throws `Fault` when it cannot be opened.
 */
export async function openStoreSource(context: CliContext): Promise<Source | null> {
  const { configuration, log, person } = context;
  const missing = await missingStore(configuration);
  if (missing !== null) {
    if (configuration.databaseUrl !== null) process.stderr.write(`${missing}\n`);
    return null;
  }
  const { store, fleet } = await openStore(configuration, log, { mayMigrate: false });
  // An embedded store that is open here is open nowhere else.
  const parts = { store, fleet, isShared: configuration.databaseUrl !== null, program: context.program };
  let open = true;
  const close = async () => {
    if (open) await store.close();
    open = false;
  };
  const reads = eventReads({
    events: store.events,
    // In an embedded store nothing changes while it is open here; in Postgres somebody else may be at work.
    isOver: async (id) => configuration.databaseUrl === null || (await store.summary(id))?.endedAt !== null,
  });
  return {
    close,
    list: async (limit, before, status) => {
      const after = DesignId.safeParse(before);
      const found = await store.list({
        limit,
        ...(after.success ? { before: after.data } : {}),
        ...(status === undefined ? {} : { status }),
      });
      return found.map(listedDesign);
    },
    has: async (id) => (await store.summary(id)) !== null,
    ...reads,
    ...commandsBy(person, (id, command) => leaveCommand(parts, id, command)),
    cancel: async (id, reason) => {
      await close();
      const { cancelHere } = await import('./running-here.ts');
      return cancelHere(context, id, reason);
    },
    whyIdle: async () => ((await fleet.isAlone()) ? TEXTS.unserved(context.program) : null),
    retryPreview: async (id) => {
      const design = await reads.design(id);
      const { loadPersonas } = await import('../open-model.ts');
      const personas = await loadPersonas(configuration);
      const { rehearsal } = configuration;
      return retryPreview(design, { store, personas, rehearsal });
    },
  };
}
