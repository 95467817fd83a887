import { resolve } from 'node:path';
import * as z from 'zod';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { askThere, Begun, daemonRunning } from './daemon-running.ts';
import type { Daemon } from './find-daemon.ts';
import { runToEnd } from './run.ts';
import { isInteractive } from './screen.ts';
import { type Asked, sayEstimate, sayIfNotPlayed } from './start-and-run.ts';

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

/** Has the daemon of the data folder run the design, with everything that was asked for here, and shows it. */
export async function startThere(daemon: Daemon, { request, options, context }: Asked): Promise<number> {
  const { configuration } = context;
  const { topic, personas, depth, repo, answers, noQuestions, deadlineMs, followUp } = request;
  const interactive = isInteractive(options);
  const budgetUsd = request.budgetUsd ?? configuration.settings.budgetUsd;
  const asked = {
    author: context.person,
    topic,
    context: request.context,
    questions: !noQuestions,
    gates: interactive,
    ...(personas.length === 0 ? {} : { personas }),
    answerSeconds: interactive || answers !== null ? configuration.settings.answerMs / SECOND_MS : 0,
    ...(depth === null ? {} : { depth }),
    ...(followUp === null ? {} : { followUp }),
    ...(repo === null ? {} : { repoPath: resolve(repo) }),
    ...(answers === null ? {} : { answers }),
    ...(budgetUsd === null ? {} : { budgetUsd }),
    ...(deadlineMs === null ? {} : { deadlineMinutes: deadlineMs / MINUTE_MS }),
  };
  const expected = await askThere(daemon, configuration, '/estimate', asked, Estimated);
  sayEstimate(expected.estimate, expected.budgetUsd);
  const started = await askThere(daemon, configuration, '', asked, Started);
  const { id, personas: participants, ...design } = started;
  process.stderr.write(`${TEXTS.inDaemon(daemon.url)}\n`);
  sayIfNotPlayed({ ...design, participants });
  return runToEnd({ running: daemonRunning(daemon, context), id, options, context });
}
