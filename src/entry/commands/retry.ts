import type { Command } from 'commander';
import { retryWords } from '../../adapters/terminal/retry-words.ts';
import { ShownDesign } from '../../adapters/terminal/shown-design.ts';
import type { Design } from '../../core/design.ts';
import type { Settings } from '../../core/events.ts';
import { Fault } from '../../runtime/fault.ts';
import { type CliContext, person } from '../cli/cli-context.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { type OpenEngine, openEngine } from '../cli/open-engine.ts';
import { type FoundDesign, withDesign } from '../cli/open-source.ts';
import { print } from '../cli/output.ts';
import { isInteractive, runToEnd, type ShowOptions } from '../cli/run.ts';
import { TERMINAL_REPOSITORY } from '../cli/start-and-run.ts';
import { DESIGN_ARGUMENT, JSON_EVENTS, PLAIN_LINES } from '../cli/verb.ts';

interface RetryOptions extends ShowOptions {
  readonly preview?: boolean;
  readonly repo?: string;
}
const HERE = 'where it runs in this terminal: ';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--preview', 'only say whether that is allowed, and why')
    .option('--repo <folder>', `${HERE}the repository, if it was brought by --repo`)
    .option('--json', `${HERE}${JSON_EVENTS}`)
    .option('--plain', `${HERE}${PLAIN_LINES}`);
}

/** In the daemon if one runs, else in this terminal. */
export async function run(given: string, options: RetryOptions): Promise<number> {
  const result = await withDesign(given, (found) => retryThere(found, options));
  // The store is closed again by now: the engine opens it for itself.
  return typeof result === 'number' ? result : retryHere(result, options);
}

/** In the daemon, if one runs. Gives the design back where it is this terminal's to run. */
async function retryThere(found: FoundDesign, { preview }: RetryOptions): Promise<number | FoundDesign> {
  const { id, source, daemon } = found;
  const { retry: allowed, reason } = await source.retryPreview(id);
  const design = ShownDesign.parse(await source.design(id));
  const words = retryWords(design, reason, found.context.configuration.rehearsal);
  if (preview) {
    process.stdout.write(`${allowed ? 'yes' : 'no'} (${reason}): ${words}\n`);
    return EXIT.completed;
  }
  if (!allowed) return print({ ok: false, words });
  if (daemon === null) return found;
  return print(await daemon.retry(id));
}

async function retryHere({ id, context }: FoundDesign, options: RetryOptions): Promise<number> {
  const opened = await openEngine(context);
  try {
    if (options.repo !== undefined) opened.repositories.add(TERMINAL_REPOSITORY, options.repo);
    const design = await opened.engine.design(id);
    if (design === null) throw new Error(`broken invariant: ${id} is gone`);
    await checkRepository(design, opened);
    const retried = await opened.engine.retry(design, person(), whoIsThere(options, context)).answered;
    if (!retried.ok) {
      throw new Fault(
        'bad_usage',
        'refusal' in retried ? retried.refusal.message : 'It is being run again already.',
      );
    }
    const successor = retried.design.id;
    return await runToEnd({ opened, id: successor, options, answers: null, context });
  } finally {
    await opened.engine.stop();
  }
}

async function checkRepository({ repository }: Design, { repositories }: OpenEngine): Promise<void> {
  if (repository === null || (await repositories.at(repository.name, repository.commit)) !== null) return;
  throw new Fault(
    'bad_usage',
    `This design reads a repository that is not known here by the name "${repository.name}". Give it with --repo.`,
  );
}

/** The earlier design may have run with or without people to answer. */
function whoIsThere(options: RetryOptions, { configuration }: CliContext): Partial<Settings> {
  const { answerMs } = configuration.settings;
  return isInteractive(options) ? { answerMs, gates: 'ask' } : { answerMs: 0, gates: 'none' };
}
