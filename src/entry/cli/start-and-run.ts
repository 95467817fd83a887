import { createRepositories } from '../../adapters/git/repositories.ts';
import { EXAMPLE_TOPIC } from '../../adapters/rehearsal/example/request.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { Pinned } from '../../core/events.ts';
import { isWrittenExample } from '../../core/rehearsal.ts';
import { estimateWords } from '../../runtime/engine/estimate.ts';
import { choosable, unknownPersonas } from '../../runtime/engine/starting.ts';
import { Fault } from '../../runtime/fault.ts';
import { createRedactor } from '../../runtime/redaction.ts';
import { loadPersonas } from '../open-model.ts';
import { type CliContext, cliContext, person } from './cli-context.ts';
import { type DesignOptions, type DesignRequest, settingsFor } from './design-request.ts';
import { openEngine } from './open-engine.ts';
import { isInteractive, runToEnd } from './run.ts';

/** The name under which designs know the repository that `--repo` brings. */
export const TERMINAL_REPOSITORY = 'repo';

/** Everything else that can be refused is refused before anything is opened or written. */
export async function startAndRun(request: DesignRequest, options: DesignOptions): Promise<number> {
  const context = cliContext();
  await checkPersonas(request, context);
  const repository = await pinRepository(request, context);
  if (isInteractive(options)) process.stderr.write(`${TEXTS.opening}\n`);
  const opened = await openEngine(context);
  try {
    if (request.repo !== null) opened.repositories.add(TERMINAL_REPOSITORY, request.repo);
    const interactive = isInteractive(options);
    const asked = {
      topic: request.topic,
      repository,
      context: request.context,
      personas: request.personas,
      startedBy: person(),
      thread: null,
      settings: settingsFor(request, context.configuration, {
        answerable: interactive || request.answers !== null,
        decidable: interactive,
      }),
    };
    const estimate = await opened.engine.estimate(asked);
    if (estimate !== null) process.stderr.write(`${TEXTS.estimate(estimateWords(estimate))}\n`);
    const started = await opened.engine.start(asked).answered;
    if (!started.ok) throw new Fault('bad_usage', started.refusal.message);
    const { design } = started;
    if (design.rehearsal && design.topic === EXAMPLE_TOPIC && !isWrittenExample(design))
      process.stderr.write(`${TEXTS.exampleNotPlayed}\n`);
    const { answers } = request;
    return await runToEnd({ opened, id: design.id, options, answers, context });
  } finally {
    await opened.engine.stop();
  }
}

async function checkPersonas(request: DesignRequest, { configuration }: CliContext): Promise<void> {
  const personas = await loadPersonas(configuration);
  const unknown = unknownPersonas(personas, request.personas);
  if (unknown.length === 0) return;
  const known = choosable(personas).join(', ');
  throw new Fault(
    'bad_usage',
    `There is no persona ${unknown.join(', ').slice(0, 200)}. The personas are ${known}.`,
  );
}

async function pinRepository(
  { repo }: DesignRequest,
  { configuration, log }: CliContext,
): Promise<Pinned | null> {
  if (repo === null) return null;
  const repositories = createRepositories({ log, redact: createRedactor(configuration.secrets) });
  return (await repositories.pin(repo, TERMINAL_REPOSITORY)).pinned;
}
