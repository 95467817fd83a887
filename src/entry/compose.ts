/**
 * Wires every adapter to its port. The only folder that reads the environment, and the only one
 * that knows all others.
 */

import { systemClock } from '../adapters/system/clock.ts';
import { systemIdentifiers } from '../adapters/system/identifiers.ts';
import { Engine } from '../engine/engine.ts';
import type { Parts } from '../engine/parts/parts.ts';
import type { Log } from '../foundation/log.ts';
import { RecentWarnings } from '../foundation/recent-warnings.ts';
import { createRedactor } from '../foundation/redaction.ts';
import type { OpenedStore } from '../ports/opened-store.ts';
import { createBundles } from '../record/bundles.ts';
import type { Publisher } from '../record/publish.ts';
import { nameOfProgram } from './config.ts';
import { openGateways } from './gateways.ts';
import type { Configuration } from './models.ts';
import { openLog } from './open-log.ts';
import { choiceOf, createExampleFinder, loadPersonas, openModels } from './open-model.ts';
import { openSessions } from './open-sessions.ts';
import { openStore } from './open-store.ts';
import { RepositoryCatalog } from './repository-catalog.ts';

/** The models' effort unless a persona's file says otherwise. */
const DEFAULT_EFFORT = 'high';

/** Parts that a process may replace. `around` wraps all parts; `open` opens the store. */
export interface Outside extends Partial<Pick<Parts, 'clock' | 'log' | 'personas'>> {
  readonly around?: (parts: Parts) => Parts;
  readonly open?: (configuration: Configuration, log: Log) => Promise<OpenedStore>;
  /** A person's command, which may read a repository that leads out of its own folder. */
  readonly isCommand?: boolean;
}

/** Wires every adapter to its port. Throws `Fault` with the remedy, and leaves nothing open. */
export async function compose(configuration: Configuration, outside: Outside = {}) {
  const redact = createRedactor(configuration.secrets);
  const {
    clock = systemClock,
    log: plainLog = openLog(configuration, redact),
    personas = await loadPersonas(configuration),
    around = (parts) => parts,
    open = openStore,
    isCommand = false,
  } = outside;
  const warnings = new RecentWarnings(clock, redact);
  const log = warnings.watched(plainLog);
  const opened = await open(configuration, log);
  const { store, backup, ...beside } = opened;
  const { rehearsal, dataDir } = configuration;
  const repositories = new RepositoryCatalog(log, configuration, { mayLeadOut: isCommand });
  const bundles = createBundles({ dataDir, log });
  const files = { store, bundles };
  /** Configured gateways, by name. */
  const gateways = await openGateways(configuration.gateways, {
    clock,
    log,
    readFile: async (id, name) =>
      (await import('../record/remade.ts')).readBundleFile(files, id, name),
  });
  const sessions = openSessions(configuration, { clock, log });
  const parts: Parts = {
    ...beside,
    store,
    chats: [...gateways.values()].map(({ chat }) => chat),
    clock,
    log,
    redact,
    personas,
    rehearsal,
    identifiers: systemIdentifiers,
    bundles,
    publisher: await openPublisher(configuration),
    sessions,
    callModel: await openModels(configuration, personas, {
      clock,
      log,
      redact,
      forms: opened.modelForms,
    }),
    openRepository: (name, commit) => repositories.reopen(name, commit),
    example: createExampleFinder(configuration, personas, repositories),
    settings: configuration.settings,
    bounds: configuration.bounds,
    ...choiceOf(configuration),
    defaultEffort: DEFAULT_EFFORT,
    ...limitsIn(configuration),
  };
  const engine = new Engine(around(parts));
  return { engine, sessions, repositories, log, warnings, gateways, backup };
}

function limitsIn({
  capacity,
  capacityPerPerson,
  designsPerPersonPerDay,
  parkMs,
  budgetUsdPerDay,
  isDefaultDayBudget,
  publicUrl,
}: Configuration) {
  return {
    capacity,
    capacityPerPerson,
    designsPerPersonPerDay,
    parkMs,
    budgetUsdPerDay,
    isDefaultDayBudget,
    publicUrl,
    program: nameOfProgram(),
  };
}

/** `null` without a configured forge, and in rehearsal. Loads the forge's client on demand. */
async function openPublisher({
  forge,
  rehearsal,
}: Pick<Configuration, 'forge' | 'rehearsal'>): Promise<Publisher | null> {
  if (forge === null || rehearsal) return null;
  const [{ createGithub }, { Publisher: OfDesigns }] = await Promise.all([
    import('../adapters/github/forge.ts'),
    import('../record/publish.ts'),
  ]);
  return new OfDesigns(createGithub(forge));
}
