import { EXAMPLE_TOPIC } from '../../adapters/rehearsal/example/request.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { isWrittenExample } from '../../core/rehearsal.ts';
import { type Estimate, estimateWords } from '../../runtime/engine/estimate.ts';
import { choosable, unknownPersonas } from '../../runtime/engine/starting.ts';
import { loadPersonas } from '../open-model.ts';
import { type CliContext, cliContext } from './cli-context.ts';
import type { DesignOptions, DesignRequest } from './design-request.ts';
import { findDaemon, inUseBecause } from './find-daemon.ts';
import { badUsage } from './typed.ts';

/** In the daemon if one runs on the data folder, else in an engine of this command. */
export async function startAndRun(given: DesignRequest, options: DesignOptions): Promise<number> {
  const context = cliContext();
  const request = await withWholeId(given);
  await checkPersonas(request, context);
  const found = await findDaemon(context.configuration);
  if (found.daemon !== null) {
    const { startThere } = await import('./start-there.ts');
    return startThere(found.daemon, { request, options, context });
  }
  const { startHere } = await import('./start-here.ts');
  try {
    return await startHere({ request, options, context });
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

export interface Asked {
  readonly request: DesignRequest;
  readonly options: DesignOptions;
  readonly context: CliContext;
}

/** What a design will probably cost and take, before it is shown; `null`: nothing is known. */
export function sayEstimate(estimate: Estimate | null, budgetUsd: number | null): void {
  if (estimate !== null) process.stderr.write(`${TEXTS.estimate(estimateWords(estimate, budgetUsd))}\n`);
}

/** Of the example's topic with other participants: the example is not what is played. */
export function sayIfNotPlayed(
  design: Parameters<typeof isWrittenExample>[0] & { readonly topic: string },
): void {
  if (design.rehearsal && design.topic === EXAMPLE_TOPIC && !isWrittenExample(design))
    process.stderr.write(`${TEXTS.exampleNotPlayed}\n`);
}

async function checkPersonas(request: DesignRequest, { configuration }: CliContext): Promise<void> {
  const personas = await loadPersonas(configuration);
  const unknown = unknownPersonas(personas, request.personas);
  if (unknown.length === 0) return;
  const known = choosable(personas).join(', ');
  throw badUsage(`There is no persona ${unknown.join(', ').slice(0, 200)}. The personas are ${known}.`);
}
