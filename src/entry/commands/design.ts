import type { Command } from 'commander';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { Pinned } from '../../core/events.ts';
import { choosable, unknownPersonas } from '../../runtime/engine/starting.ts';
import { loadPersonas, openRepositories } from '../compose.ts';
import { DesignOptions, type DesignRequest, readRequest, settingsFor } from './design-request.ts';
import { UsageError } from './exit-codes.ts';
import { openEngine } from './open-engine.ts';
import { Output } from './output.ts';
import { runToEnd } from './run.ts';
import { isInteractive } from './shows.ts';
import { person, type Surroundings, surroundings } from './surroundings.ts';

/** The name under which designs know the repository that `--repo` brings. */
export const TERMINAL_REPOSITORY = 'repo';

export function addDesign(program: Command, exit: (code: number) => void): void {
  program
    .command('design')
    .description('run one design to its end in this terminal')
    .argument('<topic>', 'what is to be decided, in a sentence')
    .option('--context <file...>', 'text files that everybody is given to read')
    .option('--repo <folder>', 'git repository that they may read, at its present commit')
    .option('--personas <ids>', 'who takes part, separated by commas (default: all)')
    .option('--answers <file>', "text taken as the thread's reply to the questions, and as all of it")
    .option('--no-questions', 'let nobody ask anything')
    .option('--budget <usd>', 'what it may cost')
    .option('--deadline <minutes>', 'how long it may take, without the time it waits for people')
    .option('--json', 'print one JSON object per event, and nothing else; ask nothing')
    .option('--plain', 'print one line per change instead of a live display')
    .action(async (topic: string, options: unknown) =>
      exit(await design(topic, DesignOptions.parse(options))),
    );
}

/** Everything that can be refused is refused before anything is opened or written. */
async function design(topic: string, options: DesignOptions): Promise<number> {
  const output = new Output();
  const request = await readRequest(topic, options);
  const around = surroundings();
  await checkPersonas(request, around);
  const repository = await pinRepository(request, around);
  if (isInteractive(options)) process.stderr.write(`${TEXTS.opening}\n`);
  const opened = await openEngine(around);
  try {
    if (request.repo !== null) opened.repositories.add(TERMINAL_REPOSITORY, request.repo);
    const interactive = isInteractive(options);
    const started = await opened.engine.start({
      topic,
      repository,
      context: request.context,
      personas: request.personas,
      startedBy: person(),
      thread: null,
      settings: settingsFor(request, around.configuration, {
        answerable: interactive || request.answers !== null,
        decidable: interactive,
      }),
    });
    if (!started.ok) throw new UsageError(started.refusal.message);
    const { answers } = request;
    return await runToEnd({ opened, id: started.design.id, options, answers, surroundings: around, output });
  } finally {
    await opened.engine.stop();
  }
}

async function checkPersonas(request: DesignRequest, { configuration }: Surroundings): Promise<void> {
  const personas = await loadPersonas(configuration);
  const unknown = unknownPersonas(personas, request.personas);
  if (unknown.length === 0) return;
  const known = choosable(personas).join(', ');
  throw new UsageError(`There is no persona ${unknown.join(', ').slice(0, 200)}. The personas are ${known}.`);
}

async function pinRepository({ repo }: DesignRequest, { log }: Surroundings): Promise<Pinned | null> {
  if (repo === null) return null;
  return (await openRepositories(log).pin(repo, TERMINAL_REPOSITORY)).pinned;
}
