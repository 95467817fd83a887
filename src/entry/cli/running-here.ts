import { createRepositories } from '../../adapters/git/repositories.ts';
import { callsInProcess } from '../../adapters/http/in-process.ts';
import type { Outcome } from '../../adapters/terminal/answering.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { BusyError, errorMessage, Fault } from '../../runtime/fault.ts';
import { type Composition, compose } from '../compose.ts';
import { BROUGHT } from '../repository-catalog.ts';
import type { CliContext } from './cli-context.ts';
import { runningBy } from './daemon-running.ts';
import type { Running } from './source.ts';

/** A design that runs in an engine of this process, told what it is to do as a daemon is. */
export function runningHere(
  { engine, repositories }: Pick<Composition, 'engine' | 'repositories'>,
  person: string,
): Running {
  return runningBy(callsInProcess({ engine, repositories }), person, {
    url: null,
    course: (id, since, signal) => engine.course(id, since, signal),
    folder: (id) => engine.parts.bundles.folder(id),
    broken: engine.unrecorded,
    onWaiting: (id, tell) => void engine.onWaiting(id, ({ what, error }) => tell(what, errorMessage(error))),
    whenLeft: TEXTS.killed,
  });
}

/**
 * Does the work with an engine of this command, which is stopped afterwards. `repo`: the folder of a repository that is to
 * be read. Throws `Fault` for one that cannot be, before anything is opened or written.
 */
export async function withEngineHere<Result>(
  context: CliContext,
  repo: string | null,
  work: (running: Running, engine: Composition['engine']) => Promise<Result>,
): Promise<Result> {
  const { configuration, log, person } = context;
  if (repo !== null) await createRepositories(context).pin(repo, BROUGHT);
  const opened = await compose(configuration, { log });
  try {
    return await work(runningHere(opened, person), opened.engine);
  } finally {
    await opened.engine.stop();
  }
}

/**
 * Cancels a design where no daemon runs. An ending has files to write, so it takes the engine. Throws `Fault` for a design that
 * cannot be run here, before anything is stored.
 */
export function cancelHere(context: CliContext, id: DesignId, reason: string): Promise<Outcome> {
  return withEngineHere(context, null, async (running, engine) => {
    engine.assertRunnable(await engine.design(id));
    const cancelled = await running.cancel(id, reason).catch((error) => {
      if (!(error instanceof BusyError)) throw error;
      throw new Fault('store_unavailable', TEXTS.cancelledLater(context.program), error);
    });
    if (cancelled.ok) await engine.settled(id);
    return cancelled;
  });
}
