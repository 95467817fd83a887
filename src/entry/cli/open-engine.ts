import { TEXTS } from '../../adapters/terminal/texts.ts';
import { course } from '../../runtime/engine/course.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { FILES_NOT_WRITTEN } from '../../runtime/engine/file-writer.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { STORE_AWAY } from '../../runtime/retry.ts';
import { type Composition, compose } from '../compose.ts';
import type { CliContext } from './cli-context.ts';
import { commandsBy } from './commands-by.ts';
import type { Running } from './source.ts';

/** What of the log is also for the person at the terminal: something could not be stored or written and is tried again. */
const WAITING: readonly string[] = [STORE_AWAY, FILES_NOT_WRITTEN];

export interface OpenEngine extends Composition, Pick<Running, 'onWaiting'> {}

/** The engine, for one command. Throws `Fault`; the caller stops it. */
export async function openEngine({ configuration, log }: CliContext): Promise<OpenEngine> {
  let tell: Parameters<Running['onWaiting']>[0] = () => undefined;
  const watched: Log = {
    ...log,
    warn: (event, facts) => {
      log.warn(event, facts);
      if (WAITING.includes(event)) tell(event, facts?.error);
    },
  };
  return {
    ...(await compose(configuration, { log: watched })),
    onWaiting: (next) => {
      tell = next;
    },
  };
}

/** A design that runs in an engine of this process. */
export function engineRunning(
  { engine, onWaiting }: { readonly engine: Engine } & Pick<Running, 'onWaiting'>,
  person: string,
): Running {
  return {
    ...commandsBy(person, async (id, command) => {
      const answer = await engine.command(id, command).answered;
      return answer.accepted ? { ok: true, words: '' } : { ok: false, words: answer.refusal.message };
    }),
    course: (id, since, signal) => course(engine, id, since, signal),
    version: async (id) => (await engine.design(id))?.version ?? 0,
    folder: (id) => engine.parts.bundles.folder(id),
    broken: engine.unrecorded,
    onWaiting,
    whenLeft: TEXTS.killed,
  };
}
