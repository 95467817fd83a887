import { resolve } from 'node:path';
import * as z from 'zod';
import { EXAMPLE_TOPIC } from '../../adapters/rehearsal/example/request.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { estimateWords } from '../../core/telling/facts/cost.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import type { CliContext } from './cli-context.ts';
import { Begun } from './daemon-running.ts';
import type { DesignOptions, DesignRequest } from './design-request.ts';
import { runToEnd } from './run.ts';
import { isInteractive } from './screen.ts';
import type { Running } from './source.ts';

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

/** Has it run there, with everything that was asked for here, and shows it. */
export async function startIn(running: Running, { request, options, context }: Asked): Promise<number> {
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
    process.stderr.write(`${estimateWords(expected.estimate, expected.budgetUsd)}\n`);
  const { id, personas: participants, ...design } = await running.ask('', asked, Started);
  // Of the example's topic with other participants: the example is not what is played.
  if (design.rehearsal && topic === EXAMPLE_TOPIC && !isWrittenExample({ ...design, participants }))
    process.stderr.write(`${TEXTS.exampleNotPlayed}\n`);
  return runToEnd({ running, id, options, context });
}
