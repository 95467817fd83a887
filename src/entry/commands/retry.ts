import { resolve } from 'node:path';
import type { Command } from 'commander';
import { RetryAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { DesignView } from '../../presentation/schema/view.ts';
import { TEXTS } from '../../surfaces/terminal/texts.ts';
import { Begun, read } from '../cli/api.ts';
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
    const preview = await read(api, RetryAnswer, ACTS.retry_preview, { id });
    const { retry, successor } = preview;
    const words = successor === undefined ? preview.words : TEXTS.ranAgain(context.program, successor);
    if (options.preview) {
      if (options.json) output.json(preview);
      else output.write(`${words}\n`);
      return EXIT.completed;
    }
    if (!retry) return print({ ok: false, words });
    const repo = options.repo === undefined ? undefined : resolve(options.repo);
    await api.assertMayBegin(repo);
    const { thread } = await read(api, DesignView, ACTS.show, { id });
    const isAskedHere = api.url === null || thread === null;
    const gates = isInteractive(options);
    const people = { gates, answerSeconds: gates ? context.configuration.settings.answerMs / 1_000 : 0 };
    const body = { author: context.person, repoPath: repo, ...(isAskedHere ? people : {}) };
    const begun = await read(api, Begun, ACTS.run_again, { id }, { body });
    const { runToEnd } = await import('../cli/run.ts');
    return runToEnd({ api, id: begun.id, context }, options);
  });
}
