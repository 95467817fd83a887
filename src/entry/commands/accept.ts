import type { Command } from 'commander';
import { carriedOutOrKept, verdict } from '../cli/acts.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT);
}

export async function run(given: string) {
  return withDesign(given, async (found) => print(await carriedOutOrKept(found, verdict('accepted', ''))));
}
