import type { Command } from 'commander';
import { BOUNDS } from '../../core/events.ts';
import { Fault } from '../../runtime/fault.ts';
import { withDesign } from '../cli/open-source.ts';
import { print } from '../cli/output.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<text>', 'the answers')
    .option('--done', 'nothing more will come: assume the rest');
}

export async function run(given: string, text: string, options: { readonly done?: boolean }) {
  if (text.trim() === '') throw new Fault('bad_usage', 'The answer is empty. Write some text.');
  if (text.length > BOUNDS.replyCharacters) {
    throw new Fault(
      'bad_usage',
      `The answer has ${text.length} characters; at most ${BOUNDS.replyCharacters} are taken.`,
    );
  }
  return withDesign(given, async ({ id, source }) => {
    const replied = await source.reply(id, text);
    return print(options.done && replied.ok ? await source.finishAnswering(id) : replied);
  });
}
