import { TEXTS } from '../../adapters/terminal/texts.ts';
import { choosable, unknownPersonas } from '../../runtime/engine/starting.ts';
import { loadPersonas } from '../open-model.ts';
import { type CliContext, cliContext } from './cli-context.ts';
import { runningThere } from './daemon-running.ts';
import type { DesignOptions, DesignRequest } from './design-request.ts';
import { findDaemon, inUseBecause } from './find-daemon.ts';
import { isInteractive } from './screen.ts';
import { startIn } from './start-in.ts';
import { badUsage } from './typed.ts';

/** In the daemon if one runs on the data folder, else in an engine of this command. */
export async function startAndRun(given: DesignRequest, options: DesignOptions): Promise<number> {
  const context = cliContext();
  const request = await withWholeId(given);
  await checkPersonas(request, context);
  const found = await findDaemon(context.configuration);
  const asked = { request, options, context };
  if (found.daemon !== null) return startIn(runningThere(found.daemon, context), asked);
  if (isInteractive(options)) process.stderr.write(`${TEXTS.opening}\n`);
  const { withEngineHere } = await import('./running-here.ts');
  try {
    return await withEngineHere(context, request.repo, (running) => startIn(running, asked));
  } catch (error) {
    throw inUseBecause(error, found);
  }
}

/** With the whole id of the design that it follows up on. Throws `Fault('bad_usage')` where there is none. */
async function withWholeId(request: DesignRequest): Promise<DesignRequest> {
  if (request.followUp === null) return request;
  const { withDesign } = await import('./open-source.ts');
  return { ...request, followUp: await withDesign(request.followUp, async ({ id }) => id) };
}

async function checkPersonas(request: DesignRequest, { configuration }: CliContext): Promise<void> {
  const personas = await loadPersonas(configuration);
  const unknown = unknownPersonas(personas, request.personas);
  if (unknown.length === 0) return;
  const known = choosable(personas).join(', ');
  throw badUsage(`There is no persona ${unknown.join(', ').slice(0, 200)}. The personas are ${known}.`);
}
