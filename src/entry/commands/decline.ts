import type { Command } from 'commander';
import { carriedOutOrKept, verdict } from '../cli/acts.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { assertShort, badUsage } from '../cli/typed.ts';
import { DESIGN_ARGUMENT, NOTE_CHARACTERS } from '../cli/verb.ts';

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT).requiredOption('--why <words>', 'why, in your words');
}

export async function run(given: string, { why }: { readonly why: string }) {
  if (why.trim() === '') throw badUsage('The reason is empty. Say why you decline the decision.');
  assertShort('--why', why, NOTE_CHARACTERS);
  return withDesign(given, async (found) => print(await carriedOutOrKept(found, verdict('declined', why))));
}
