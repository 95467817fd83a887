import * as z from 'zod';
import { RETRY_WORDS } from '../../adapters/terminal/texts.ts';
import type { Design } from '../../core/design.ts';
import type { Settings } from '../../core/events.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';
import { standardOutput } from './output.ts';
import { runToEnd } from './run.ts';
import { isInteractive } from './shows.ts';
import { TERMINAL_REPOSITORY } from './start-and-run.ts';
import { person, type Surroundings } from './surroundings.ts';
import { type FoundDesign, withDesign } from './with-design.ts';

const RetryOptions = z.object({
  preview: z.boolean().default(false),
  repo: z.string().optional(),
  json: z.boolean().default(false),
  plain: z.boolean().default(false),
});
type RetryOptions = z.infer<typeof RetryOptions>;

/** In the daemon if one runs, else in this terminal. */
export async function retry(given: string, words: unknown): Promise<number> {
  const options = RetryOptions.parse(words);
  const result = await withDesign(given, (found) => retryThere(found, options));
  // The store is closed again by now: the engine opens it for itself.
  return typeof result === 'number' ? result : retryHere(result, options);
}

/** In the daemon, if one runs. Gives the design back where it is this terminal's to run. */
async function retryThere(found: FoundDesign, { preview }: RetryOptions): Promise<number | FoundDesign> {
  const { id, source, daemon } = found;
  const { retry: allowed, reason } = await source.retryPreview(id);
  const allWords: Readonly<Record<string, string>> = RETRY_WORDS;
  const words = allWords[reason] ?? reason;
  if (preview) {
    process.stdout.write(`${allowed ? 'yes' : 'no'} (${reason}): ${words}\n`);
    return EXIT.completed;
  }
  if (!allowed) {
    process.stderr.write(`${words}\n`);
    return EXIT.other;
  }
  if (daemon === null) return found;
  const told = await daemon.retry(id);
  (told.ok ? process.stdout : process.stderr).write(`${told.words}\n`);
  return told.ok ? EXIT.completed : EXIT.other;
}

async function retryHere({ id, around }: FoundDesign, options: RetryOptions): Promise<number> {
  const output = standardOutput();
  const opened = await openEngine(around);
  try {
    if (options.repo !== undefined) opened.repositories.add(TERMINAL_REPOSITORY, options.repo);
    const design = await opened.engine.design(id);
    if (design === null) throw new Error(`broken invariant: ${id} is gone`);
    await checkRepository(design, opened);
    const retried = await opened.engine.retry(design, person(), whoIsThere(options, around));
    if (!retried.ok) {
      throw new UsageError('refusal' in retried ? retried.refusal.message : 'It is being run again already.');
    }
    const successor = retried.design.id;
    return await runToEnd({ opened, id: successor, options, answers: null, surroundings: around, output });
  } finally {
    await opened.engine.stop();
  }
}

async function checkRepository({ repository }: Design, { repositories }: OpenEngine): Promise<void> {
  if (repository === null || (await repositories.at(repository.name, repository.commit)) !== null) return;
  throw new UsageError(
    `This design reads a repository that is not known here by the name "${repository.name}". Give it with --repo.`,
  );
}

/** The design before may have run where somebody was there to answer, or where nobody was. */
function whoIsThere(options: RetryOptions, { configuration }: Surroundings): Partial<Settings> {
  const { answerMs } = configuration.settings;
  return isInteractive(options) ? { answerMs, gates: 'ask' } : { answerMs: 0, gates: 'none' };
}
