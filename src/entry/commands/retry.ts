import { resolve } from 'node:path';
import type { Command } from 'commander';
import { RetryAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { obstacleOf } from '../../engine/commit/retrying.ts';
import { carriedFrom } from '../../engine/starting/carried.ts';
import { raisedBudgetWords } from '../../presentation/cost.ts';
import { carriedWords } from '../../presentation/earlier.ts';
import { notAgainWords } from '../../presentation/texts.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { TEXTS } from '../../surfaces/terminal/texts.ts';
import { asked, Begun, loadedBy, read } from '../cli/api.ts';
import { withDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output, print } from '../cli/output.ts';
import { isInteractive, type ShowOptions } from '../cli/screen.ts';
import { DESIGN_ARGUMENT, JSON_EVENTS, VERBOSE } from '../cli/verb.ts';

interface RetryOptions extends ShowOptions {
  readonly preview?: boolean;
  readonly repo?: string;
}

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--preview', 'only say whether it can be retried, and why')
    .option('--repo <folder>', 'the repository given by --repo, if it has moved')
    .option('--json', JSON_EVENTS)
    .option('--verbose', VERBOSE);
}

/** Retries in the running daemon, else in this process. A daemon again asks the people of the thread. */
export async function run(given: string, options: RetryOptions): Promise<number> {
  return withDesign(given, async ({ api, id, context }) => {
    const { retry, reason, successor } = await read(api, ACTS.retry_preview, { id }, RetryAnswer);
    const design = await loadedBy(api, id);
    const { program, configuration } = context;
    const why =
      successor === undefined
        ? notAgainWords(reason, obstacleOf(design, configuration.rehearsal))
        : TEXTS.ranAgain(program, successor);
    const can =
      `It can be run again: ${carriedWords(carriedFrom(design))}. ${raisedBudgetWords(viewOf(design))}`.trim();
    const words = retry ? can : why;
    if (options.preview) {
      if (options.json) output.json({ retry, reason, successor });
      else output.write(`${words}\n`);
      return EXIT.completed;
    }
    if (!retry) return print({ ok: false, words });
    const repo = options.repo === undefined ? undefined : resolve(options.repo);
    await api.assertMayBegin(repo);
    const isAskedHere = api.url === null || design.thread === null;
    const gates = isInteractive(options);
    const people = { gates, answerSeconds: gates ? configuration.settings.answerMs / 1_000 : 0 };
    const body = { repoPath: repo, ...(isAskedHere ? people : {}) };
    const begun = await asked({ api, context }, [ACTS.run_again, { id }], body, Begun);
    const { runToEnd } = await import('../cli/run.ts');
    return runToEnd({ api, id: begun.id, context }, options);
  });
}
