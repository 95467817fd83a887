import * as z from 'zod';
import { EXAMPLE_TOPIC } from '../../adapters/rehearsal/example/request.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { estimateWords } from '../../runtime/engine/estimate.ts';
import { Fault } from '../../runtime/fault.ts';
import { type Api, readable, reasonIn } from './api.ts';
import type { CliContext } from './cli-context.ts';
import type { DesignRequest } from './design-request.ts';
import { runToEnd } from './run.ts';
import { isInteractive, type ShowOptions } from './screen.ts';

const Estimated = z.object({
  estimate: z.object({ usd: z.number().nullable(), minutes: z.number(), designs: z.number() }).nullable(),
  budgetUsd: z.number().nullable(),
});
const Begun = z.object({ id: DesignId });
const Started = Begun.extend({
  topic: z.string(),
  rehearsal: z.boolean(),
  personas: z.array(z.object({ model: z.string() })),
});
const SECOND_MS = 1_000;

interface Beginning {
  readonly api: Api;
  readonly options: ShowOptions;
  readonly context: CliContext;
}

/** Has a design begin as it was asked for, says first what it will probably take, and shows it to its end. */
export async function beginDesign(request: DesignRequest, beginning: Beginning): Promise<number> {
  const { api, options, context } = beginning;
  const { settings } = context.configuration;
  const interactive = isInteractive(options);
  const asked = {
    ...request,
    budgetUsd: request.budgetUsd ?? settings.budgetUsd ?? undefined,
    gates: interactive,
    answerSeconds: interactive || request.answers !== undefined ? settings.answerMs / SECOND_MS : 0,
  };
  if (api.url === null && interactive) process.stderr.write(`${TEXTS.opening}\n`);
  const { estimate, budgetUsd } = await answered(beginning, '/estimate', asked, Estimated);
  // `null`: nothing is known.
  if (estimate !== null) process.stderr.write(`${TEXTS.estimate(estimateWords(estimate, budgetUsd))}\n`);
  const { id, personas: participants, ...design } = await answered(beginning, '', asked, Started);
  // Of the example's topic with other participants: the example is not what is played.
  if (design.rehearsal && request.topic === EXAMPLE_TOPIC && !isWrittenExample({ ...design, participants }))
    process.stderr.write(`${TEXTS.exampleNotPlayed}\n`);
  return runToEnd({ api, id, context }, options);
}

/** The same of an ended design that is run again. `isAskedHere`: no thread's people are asked, as before. */
export async function beginAgain(
  id: DesignId,
  { repo, isAskedHere }: { readonly repo: string | undefined; readonly isAskedHere: boolean },
  beginning: Beginning,
): Promise<number> {
  const { api, options, context } = beginning;
  const people = isInteractive(options)
    ? { gates: true, answerSeconds: context.configuration.settings.answerMs / SECOND_MS }
    : { gates: false, answerSeconds: 0 };
  const asked = { repoPath: repo, ...(isAskedHere ? people : {}) };
  const begun = await answered(beginning, `/${id}/retry`, asked, Begun);
  return runToEnd({ api, id: begun.id, context }, options);
}

/** Throws `Fault` with the words of a refusal. */
async function answered<Answer>(
  { api, context: { person } }: Beginning,
  path: string,
  asked: Readonly<Record<string, unknown>>,
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const answer = await api.call('POST', path, { author: person, ...asked });
  if (answer.status < 400) return readable(schema, answer.body);
  // What a design or the day's budget does not allow now is no wrong usage: the same words may do at another time.
  const isForNow = answer.status >= 500 || [409, 429].includes(answer.status);
  throw new Fault(isForNow ? 'store_unavailable' : 'bad_usage', reasonIn(answer));
}
