import * as z from 'zod';
import { createBundles } from '../../adapters/files/bundles.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { DesignId } from '../../core/ids.ts';
import { Fault } from '../../runtime/fault.ts';
import { CHARRETTE_VERSION } from '../../runtime/version.ts';
import type { Configuration } from '../config.ts';
import { modelDifference, modelSettingsOf } from '../model-settings.ts';
import type { CliContext } from './cli-context.ts';
import { daemonCommands } from './daemon-source.ts';
import { accepted, type Daemon, reasonIn } from './find-daemon.ts';
import { followInDaemon, readable, type Waiter } from './follow-in-daemon.ts';
import type { Running } from './source.ts';
import { badUsage } from './typed.ts';

/** A design that was begun. */
export const Begun = z.object({ id: DesignId });
const Versioned = z.object({ version: z.number().int() });

/** A design that runs in the daemon, with what its command line may do there. */
export function daemonRunning(daemon: Daemon, { configuration, log, program, person }: CliContext): Running {
  const { dataDir } = configuration;
  let tell: Waiter = () => undefined;
  const waiting: Waiter = (what, why) => tell(what, why);
  return {
    ...daemonCommands(daemon, person),
    folder: createBundles({ dataDir, log }).folder,
    course: (id, since, signal) => followInDaemon({ daemon, program, waiting }, id, since, signal),
    version: async (id) => readable(Versioned, accepted(await daemon.call('GET', `/${id}`))).version,
    broken: new AbortController().signal,
    onWaiting: (_, next) => {
      tell = next;
    },
    whenLeft: TEXTS.leftInDaemon,
  };
}

/**
 * What the daemon answers at this path of its API, where it begins a design or says what one would take. Throws
 * `Fault('bad_usage')` with its words where it refuses, and where another design would run there than this command asks for.
 */
export async function askThere<Answer>(
  daemon: Daemon,
  configuration: Configuration,
  path: string,
  body: Readonly<Record<string, unknown>>,
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  assertSame(daemon, configuration);
  const answer = await daemon.call('POST', path, body);
  if (answer.status < 400) return readable(schema, answer.body);
  const isAway = answer.status >= 500 || answer.status === 429;
  throw new Fault(isAway ? 'store_unavailable' : 'bad_usage', reasonIn(answer));
}

/** Throws `Fault('bad_usage')` for a daemon in which something else would run than this command says. */
function assertSame(daemon: Daemon, configuration: Configuration): void {
  if (daemon.version !== CHARRETTE_VERSION) {
    throw badUsage(TEXTS.otherVersion(daemon.version, CHARRETTE_VERSION));
  }
  const difference = modelDifference(modelSettingsOf(configuration), daemon.models);
  if (difference !== null) throw badUsage(TEXTS.otherModels(difference));
}
