import { resolve } from 'node:path';
import { Begun, runningThere } from './daemon-running.ts';
import type { FoundDesign } from './open-source.ts';
import { runToEnd } from './run.ts';
import { isInteractive, type ShowOptions } from './screen.ts';
import type { Running } from './source.ts';

const SECOND_MS = 1_000;

export interface AgainOptions extends ShowOptions {
  readonly repo?: string;
}

/**
 * Runs an ended design again, in the daemon if one runs, else in an engine of this command, and shows that. A daemon asks the
 * people of a thread there, as before.
 */
export async function runAgain(
  { id, daemon, source, context }: FoundDesign,
  options: AgainOptions,
): Promise<number> {
  const { settings } = context.configuration;
  const isAskedHere = daemon === null || (await source.design(id)).thread === null;
  const people = isInteractive(options)
    ? { gates: true, answerSeconds: settings.answerMs / SECOND_MS }
    : { gates: false, answerSeconds: 0 };
  const body = {
    ...(isAskedHere ? people : {}),
    ...(options.repo === undefined ? {} : { repoPath: resolve(options.repo) }),
  };
  const again = async (running: Running) => {
    const begun = await running.ask(`/${id}/retry`, body, Begun);
    return runToEnd({ running, id: begun.id, options, context });
  };
  if (daemon !== null) return again(runningThere(daemon, context));
  const { withEngineHere } = await import('./running-here.ts');
  return withEngineHere(context, options.repo ?? null, again);
}
