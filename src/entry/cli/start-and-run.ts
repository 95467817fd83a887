import { resolve } from 'node:path';
import * as z from 'zod';
import { EXAMPLE_TOPIC } from '../../adapters/rehearsal/example/request.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { isWrittenExample } from '../../core/rehearsal.ts';
import { estimateWords } from '../../runtime/engine/estimate.ts';
import { choosable, unknownPersonas } from '../../runtime/engine/starting.ts';
import { loadPersonas } from '../open-model.ts';
import { type CliContext, cliContext } from './cli-context.ts';
import { Begun, runningThere } from './daemon-running.ts';
import type { DesignOptions, DesignRequest } from './design-request.ts';
import { findDaemon, inUseBecause } from './find-daemon.ts';
import { runToEnd } from './run.ts';
import { isInteractive } from './screen.ts';
import type { Running } from './source.ts';
import { badUsage } from './typed.ts';

const Estimated = z.object({
  estimate: z.object({ usd: z.number().nullable(), minutes: z.number(), designs: z.number() }).nullable(),
  budgetUsd: z.number().nullable(),
});
const Started = Begun.extend({
  topic: z.string(),
  rehearsal: z.boolean(),
  personas: z.array(z.object({ model: z.string() })),
});

const [MINUTE_MS, SECOND_MS] = [60_000, 1_000];

interface Asked {
  readonly request: DesignRequest;
  readonly options: DesignOptions;
  readonly context: CliContext;
}

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

/** Has it run there, with everything that was asked for here, and shows it. */
async function startIn(running: Running, { request, options, context }: Asked): Promise<number> {
  const { settings } = context.configuration;
  const { topic, personas, depth, repo, answers, noQuestions, deadlineMs, followUp } = request;
  const interactive = isInteractive(options);
  const budgetUsd = request.budgetUsd ?? settings.budgetUsd;
  const asked = {
    topic,
    context: request.context,
    questions: !noQuestions,
    gates: interactive,
    ...(personas.length === 0 ? {} : { personas }),
    answerSeconds: interactive || answers !== null ? settings.answerMs / SECOND_MS : 0,
    ...(depth === null ? {} : { depth }),
    ...(followUp === null ? {} : { followUp }),
    ...(repo === null ? {} : { repoPath: resolve(repo) }),
    ...(answers === null ? {} : { answers }),
    ...(budgetUsd === null ? {} : { budgetUsd }),
    ...(deadlineMs === null ? {} : { deadlineMinutes: deadlineMs / MINUTE_MS }),
  };
  const expected = await running.ask('/estimate', asked, Estimated);
  // What a design will probably cost and take, before it is shown; `null`: nothing is known.
  if (expected.estimate !== null)
    process.stderr.write(`${TEXTS.estimate(estimateWords(expected.estimate, expected.budgetUsd))}\n`);
  const { id, personas: participants, ...design } = await running.ask('', asked, Started);
  // Of the example's topic with other participants: the example is not what is played.
  if (design.rehearsal && topic === EXAMPLE_TOPIC && !isWrittenExample({ ...design, participants }))
    process.stderr.write(`${TEXTS.exampleNotPlayed}\n`);
  return runToEnd({ running, id, options, context });
}

async function checkPersonas(request: DesignRequest, { configuration }: CliContext): Promise<void> {
  const personas = await loadPersonas(configuration);
  const unknown = unknownPersonas(personas, request.personas);
  if (unknown.length === 0) return;
  const known = choosable(personas).join(', ');
  throw badUsage(`There is no persona ${unknown.join(', ').slice(0, 200)}. The personas are ${known}.`);
}
