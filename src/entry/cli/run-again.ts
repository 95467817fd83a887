import { resolve } from 'node:path';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { Design } from '../../core/design.ts';
import type { Settings } from '../../core/events.ts';
import { type Composition, compose } from '../compose.ts';
import type { CliContext } from './cli-context.ts';
import { askThere, Begun, daemonRunning } from './daemon-running.ts';
import { engineRunning } from './engine-running.ts';
import type { Daemon } from './find-daemon.ts';
import type { FoundDesign } from './open-source.ts';
import { runToEnd } from './run.ts';
import { isInteractive, type ShowOptions } from './screen.ts';
import { badUsage } from './typed.ts';

export interface AgainOptions extends ShowOptions {
  readonly repo?: string;
}

/** Has the daemon run an ended design again, and shows that. The people of a thread are asked there, as before. */
export async function retryThere(
  { id, source, context }: FoundDesign,
  daemon: Daemon,
  options: AgainOptions,
): Promise<number> {
  const { configuration } = context;
  const { thread } = await source.design(id);
  const { gates, answerMs = 0 } = whoIsThere(options, context);
  const body = {
    author: context.person,
    ...(thread === null ? { gates: gates === 'ask', answerSeconds: answerMs / 1_000 } : {}),
    ...(options.repo === undefined ? {} : { repoPath: resolve(options.repo) }),
  };
  const begun = await askThere(daemon, configuration, `/${id}/retry`, body, Begun);
  process.stderr.write(`${TEXTS.inDaemon(daemon.url)}\n`);
  return runToEnd({ running: daemonRunning(daemon, context), id: begun.id, options, context });
}

/** Runs an ended design again in an engine of this command. */
export async function retryHere({ id, context }: FoundDesign, options: AgainOptions): Promise<number> {
  const opened = await compose(context.configuration, { log: context.log });
  try {
    const design = await opened.engine.design(id);
    if (design === null) throw new Error(`broken invariant: ${id} is gone`);
    const { repository } = design;
    if (options.repo !== undefined && repository !== null)
      await opened.repositories.bring(options.repo, repository.commit);
    await checkRepository(design, opened);
    const retried = await opened.engine.retry(design, context.person, whoIsThere(options, context)).answered;
    if (!retried.ok)
      throw badUsage('refusal' in retried ? retried.refusal.message : 'It is being run again already.');
    if (!retried.fresh) throw badUsage(TEXTS.ranAgain(context.program, retried.design.id));
    const running = engineRunning(opened.engine, context.person);
    return await runToEnd({ running, id: retried.design.id, options, context });
  } finally {
    await opened.engine.stop();
  }
}

async function checkRepository({ repository }: Design, { repositories }: Composition): Promise<void> {
  if (repository === null || (await repositories.at(repository.name, repository.commit)) !== null) return;
  throw badUsage(
    `This design reads a repository that is not known here by the name "${repository.name}". Give it with --repo.`,
  );
}

/** The earlier design may have run with or without people to answer. */
function whoIsThere(options: AgainOptions, { configuration }: CliContext): Partial<Settings> {
  const { answerMs } = configuration.settings;
  return isInteractive(options) ? { answerMs, gates: 'ask' } : { answerMs: 0, gates: 'none' };
}
