import * as z from 'zod';
import { createBundles } from '../../adapters/files/bundles.ts';
import type { Call } from '../../adapters/http/in-process.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../runtime/fault.ts';
import { CHARRETTE_VERSION } from '../../runtime/version.ts';
import type { Configuration } from '../config.ts';
import { modelDifference, modelSettingsOf } from '../model-settings.ts';
import type { CliContext } from './cli-context.ts';
import { commandsOf } from './daemon-source.ts';
import { accepted, type Daemon, reasonIn } from './find-daemon.ts';
import { followInDaemon, readable, type Waiter } from './follow-in-daemon.ts';
import type { Commands, Running } from './source.ts';
import { badUsage } from './typed.ts';

/** A design that was begun. */
export const Begun = z.object({ id: DesignId });
const Versioned = z.object({ version: z.number().int() });

/** What a command line does about a design where these calls lead. */
export function runningBy(
  call: Call,
  person: string,
  place: Omit<Running, keyof Commands | 'ask' | 'version'>,
): Running {
  return {
    ...commandsOf(call, person),
    ask: async (path, body, schema) => {
      const answer = await call('POST', path, { author: person, ...body });
      if (answer.status < 400) return readable(schema, answer.body);
      // What a design or the day's budget does not allow now is no wrong usage: the same words may do at another time.
      const isForNow = answer.status >= 500 || [409, 429].includes(answer.status);
      throw new Fault(isForNow ? 'store_unavailable' : 'bad_usage', reasonIn(answer));
    },
    version: async (id) => readable(Versioned, accepted(await call('GET', `/${id}`))).version,
    ...place,
  };
}

/**
 * A design that runs in the daemon. Throws `Fault('bad_usage')` for a daemon in which something else would run than this
 * command says.
 */
export function runningThere(daemon: Daemon, { configuration, log, program, person }: CliContext): Running {
  assertSame(daemon, configuration);
  const { dataDir } = configuration;
  let tell: Waiter = () => undefined;
  const waiting: Waiter = (what, why) => tell(what, why);
  return runningBy(daemon.call, person, {
    url: daemon.url,
    folder: createBundles({ dataDir, log }).folder,
    course: (id, since, signal) => followInDaemon({ daemon, program, waiting }, id, since, signal),
    broken: new AbortController().signal,
    onWaiting: (_, next) => {
      tell = next;
    },
    whenLeft: TEXTS.leftInDaemon,
  });
}

function assertSame(daemon: Daemon, configuration: Configuration): void {
  if (daemon.version !== CHARRETTE_VERSION) {
    throw badUsage(TEXTS.otherVersion(daemon.version, CHARRETTE_VERSION));
  }
  const difference = modelDifference(modelSettingsOf(configuration), daemon.models);
  if (difference !== null) throw badUsage(TEXTS.otherModels(difference));
}
