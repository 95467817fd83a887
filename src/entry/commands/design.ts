import { type Command, Option } from 'commander';
import * as z from 'zod';
import { EstimateAnswer } from '../../acts/answers.ts';
import type { ListedDesign } from '../../acts/listed.ts';
import { StartTyped } from '../../acts/starting/fields.ts';
import { ACTS } from '../../acts/table.ts';
import { EXAMPLE_TOPIC, readWrittenAnswer } from '../../adapters/rehearsal/example/recording.ts';
import { isForExample } from '../../adapters/rehearsal/example/request.ts';
import { DEPTHS } from '../../core/vocabulary/sets.ts';
import { findPersonaProblem } from '../../engine/starting/starting.ts';
import { readsWords, sayEstimate } from '../../presentation/words/cost.ts';
import { EXAMPLE_SECONDS } from '../../surfaces/terminal/answering.ts';
import { foldLine } from '../../surfaces/terminal/format.ts';
import { drawList } from '../../surfaces/terminal/list-lines.ts';
import { columnsOf } from '../../surfaces/terminal/look.ts';
import { TERMINAL_TEXTS } from '../../surfaces/terminal/texts.ts';
import type { Persona } from '../../turns/prompt/persona.ts';
import { type Api, Begun, read } from '../cli/api.ts';
import { confirm } from '../cli/ask.ts';
import { type CliContext, createCliContext, isDryRun } from '../cli/cli-context.ts';
import { type DesignOptions, type DesignRequest, readRequest } from '../cli/design-request.ts';
import { findDesign, useApi } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { look } from '../cli/output.ts';
import { isInteractive } from '../cli/screen.ts';
import { makeUsageFault } from '../cli/typed.ts';
import { JSON_EVENTS, VERBOSE } from '../cli/verb.ts';
import type { Configuration } from '../models.ts';
import { loadPersonas } from '../open-model.ts';

const ABOUT_TOPIC = /^error: (missing required argument|too many arguments)/;
const TOPIC_FIRST = '(the topic comes first, in quotes)\n';

export function configure(command: Command) {
  const { shape: words } = StartTyped;
  const { outputError } = command.configureOutput();
  command
    .configureOutput({
      outputError: (words, write) =>
        outputError?.(ABOUT_TOPIC.test(words) ? `${words}${TOPIC_FIRST}` : words, write),
    })
    .argument(
      '<topic>',
      'what to decide, in a sentence; - reads it from standard input, @file from a file',
    )
    .option('--context <file...>', 'text files for everyone to read')
    .option('--follow-up <id>', 'the ended design to follow up on')
    .option('--repo <folder>', 'git repository to read, at its current commit')
    .option('--personas <id,id>', words.personas.description)
    .option(
      '--answers <file>',
      'text file that answers the questions, instead of waiting for people',
    )
    .option('--no-questions', 'ask no questions')
    .addOption(new Option('--depth <depth>', words.depth.description).choices(DEPTHS))
    .option('--model <name>', 'model for everyone whose persona file names none')
    .option('--budget <usd>', words.budgetUsd.description)
    .option('--deadline <minutes>', words.deadlineMinutes.description)
    .option('--json', JSON_EVENTS)
    .option('--verbose', VERBOSE);
}

export async function run(topic: string, options: DesignOptions): Promise<number> {
  const request = await readRequest(topic, options);
  const { model } = options;
  const context =
    model === undefined
      ? createCliContext()
      : createCliContext({ CHARRETTE_MODEL: model }, '--model');
  const configuration = await context.readConfiguration();
  const personas = await loadPersonas(configuration);
  const problem = findPersonaProblem(personas, request.personas ?? []);
  if (problem !== null) throw makeUsageFault(problem);
  const isExample = playsExample(request, personas, configuration);
  if (isInteractive(options) && !isExample && (await isDryRun(context))) {
    const say = (words: string) =>
      process.stderr.write(`${foldLine(words, columnsOf(process.stderr))}\n`);
    say(TERMINAL_TEXTS.noModel(context.program));
    if (!(await confirm(TERMINAL_TEXTS.askExample))) {
      say(TERMINAL_TEXTS.nothingStarted);
      return EXIT.completed;
    }
    return run(EXAMPLE_TOPIC, { questions: true });
  }
  return useApi(context, async (api) => {
    const { followUp, repoPath } = request;
    const earlier =
      followUp === undefined ? followUp : await findDesign(api, followUp, context.program);
    await api.assertMayBegin(repoPath);
    return startDesign({ ...request, followUp: earlier }, { api, options, context, isExample });
  });
}

function playsExample(
  { topic, context, personas: ids = [], repoPath, depth, followUp }: DesignRequest,
  personas: readonly Persona[],
  { rehearsal, settings }: Configuration,
): boolean {
  if (!rehearsal || repoPath !== undefined || followUp !== undefined) return false;
  const request = { topic, context, personas: ids, repository: null, settings: { depth } };
  return isForExample(request, { personas, settings });
}

const Started = Begun.extend({
  rehearsal: z.boolean(),
  repository: z.object({ name: z.string(), commit: z.string(), missing: z.number() }).nullable(),
});

/**
 * Shows designs on the same question. Asks a person at a terminal to start anyway; a program is not
 * held up.
 */
async function isToStart(
  earlier: readonly ListedDesign[],
  asking: { readonly isAsked: boolean; readonly say: (words: string) => void },
): Promise<boolean> {
  if (earlier.length === 0) return true;
  asking.say(
    `This was asked before. --follow-up <id> takes a decision further:\n${drawList(earlier, look()).trimEnd()}`,
  );
  return !asking.isAsked || confirm('Start it anyway?');
}

interface Starting {
  readonly api: Api;
  readonly options: DesignOptions;
  readonly context: CliContext;
  /** It plays the written example. */
  readonly isExample: boolean;
}

/** Prints the estimate, starts the design, and shows it to its end. */
async function startDesign(
  request: DesignRequest,
  { options, isExample, ...at }: Starting,
): Promise<number> {
  const { settings } = at.context.configuration;
  const interactive = isInteractive(options) && !isExample;
  const asksExample = isInteractive(options) && isExample && request.answers === undefined;
  const body = {
    author: at.context.person,
    ...request,
    budgetUsd: request.budgetUsd ?? settings.budgetUsd ?? undefined,
    gates: interactive,
    answerSeconds: asksExample
      ? EXAMPLE_SECONDS
      : interactive || request.answers !== undefined
        ? settings.answerMs / 1_000
        : 0,
  };
  const say = (words: string) => process.stderr.write(`${words}\n`);
  if (at.api.url === null && interactive) say('Opening the data folder …');
  const { estimate, budgetUsd, earlier } = await read(
    at.api,
    EstimateAnswer,
    ACTS.estimate,
    {},
    { body },
  );
  // `null` if nothing is known.
  if (estimate !== null) say(sayEstimate(estimate, budgetUsd, request.depth));
  if (!(await isToStart(earlier, { isAsked: interactive, say }))) return EXIT.completed;
  const { id, rehearsal, repository } = await read(at.api, Started, ACTS.start, {}, { body });
  if (repository !== null && repository.missing > 0) say(`${readsWords(repository)}.`);
  if (rehearsal && !isExample && request.topic === EXAMPLE_TOPIC)
    say(
      'The written example is not played: it needs this topic, standard depth, and no --context, --repo or --personas. Without a model you get placeholder text.',
    );
  const { runToEnd } = await import('../cli/run.ts');
  return runToEnd({ ...at, id }, options, isExample ? readWrittenAnswer : null);
}
