import type { Command } from 'commander';
import * as z from 'zod';
import { BOUNDS } from '../../core/events.ts';
import { print } from '../cli/answers.ts';
import { UsageError } from '../cli/exit-codes.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';
import { withDesign } from '../cli/with-design.ts';

const Options = z.object({ done: z.boolean().default(false) });

export function configure(command: Command, exit: (code: number) => void): void {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<text>', 'the answers')
    .option('--done', 'nothing more will come: assume the rest')
    .action(async (id: string, text: string, options: unknown) =>
      exit(await answer(id, text, Options.parse(options))),
    );
}

function answer(given: string, text: string, { done }: z.infer<typeof Options>): Promise<number> {
  if (text.trim() === '') throw new UsageError('The answer is empty. Write some text.');
  if (text.length > BOUNDS.replyCharacters) {
    throw new UsageError(
      `The answer has ${text.length} characters; at most ${BOUNDS.replyCharacters} are taken.`,
    );
  }
  return withDesign(given, async ({ id, source }) => {
    const replied = await source.reply(id, text);
    return print(done && replied.ok ? await source.finishAnswering(id) : replied);
  });
}
