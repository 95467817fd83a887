import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { DesignView } from '../../presentation/schema/view.ts';
import { carryOut } from '../cli/acts.ts';
import { Begun, read } from '../cli/api.ts';
import { useDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { isInteractive } from '../cli/screen.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

interface RetryOptions {
  readonly preview?: boolean;
  readonly repo?: string;
}

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--preview', 'only say whether it can be retried, and why')
    .option('--repo <folder>', 'the repository given by --repo, if it has moved');
}

/**
 * Retries in the running daemon, else in this process. A daemon again asks the people of the
 * thread.
 */
export async function run(words: string, options: RetryOptions): Promise<number> {
  return useDesign(words, async ({ api, id, context }) => {
    if (options.preview) return print(await carryOut({ api, context }, ACTS.retry_preview, { id }));
    const repo = options.repo === undefined ? undefined : resolve(options.repo);
    await api.assertMayBegin(repo);
    const { thread } = await read(api, DesignView, ACTS.show, { id });
    const isAskedHere = api.url === null || thread === null;
    const gates = isInteractive({});
    const answerSeconds = gates ? context.configuration.settings.answerMs / 1_000 : 0;
    const body = {
      author: context.person,
      repoPath: repo,
      ...(isAskedHere ? { gates, answerSeconds } : {}),
    };
    const successor = await read(api, Begun, ACTS.run_again, { id }, { body });
    const { runToEnd } = await import('../cli/run.ts');
    return runToEnd({ api, id: successor.id, context }, {});
  });
}
