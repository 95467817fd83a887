import type { Command } from 'commander';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { carriedWords } from '../../core/telling/facts/earlier.ts';
import { notAgainWords } from '../../core/telling/message/texts.ts';
import { carriedFrom } from '../../runtime/engine/carried.ts';
import { obstacleOf } from '../../runtime/engine/retrying.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { type FoundDesign, withDesign } from '../cli/open-source.ts';
import { print } from '../cli/output.ts';
import type { AgainOptions } from '../cli/run-again.ts';
import { DESIGN_ARGUMENT, JSON_EVENTS, PLAIN_LINES } from '../cli/verb.ts';

interface RetryOptions extends AgainOptions {
  readonly preview?: boolean;
}

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--preview', 'only say whether that is allowed, and why')
    .option('--repo <folder>', 'the repository, if it was brought by --repo and is somewhere else now')
    .option('--json', JSON_EVENTS)
    .option('--plain', PLAIN_LINES);
}

/** In the daemon if one runs, else in an engine of this command. */
export async function run(given: string, options: RetryOptions): Promise<number> {
  const result = await withDesign(given, (found) => allowed(found, options));
  if (typeof result === 'number') return result;
  // The store is closed again by now: an engine opens it for itself.
  const { runAgain } = await import('../cli/run-again.ts');
  return runAgain(result, options);
}

/** The exit code where it is said that it may not be run again, or only whether it may; else the design. */
async function allowed(found: FoundDesign, { preview }: RetryOptions): Promise<number | FoundDesign> {
  const { id, source } = found;
  const { retry, reason, successor } = await source.retryPreview(id);
  const design = await source.design(id);
  const { program, configuration } = found.context;
  const why =
    successor === undefined
      ? notAgainWords(reason, obstacleOf(design, configuration.rehearsal))
      : TEXTS.ranAgain(program, successor);
  const words = retry ? `It can be run again: ${carriedWords(carriedFrom(design))}.` : why;
  if (preview) {
    process.stdout.write(`${retry ? 'yes' : 'no'} (${reason}): ${words}\n`);
    return EXIT.completed;
  }
  return retry ? found : print({ ok: false, words });
}
