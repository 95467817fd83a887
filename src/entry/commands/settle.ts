import type { Command } from 'commander';
import { divergenceNamed } from '../../core/divergence/labels.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { carriedOutOrKept, settlement } from '../cli/acts.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { assertShort, badUsage } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<difference>', 'its name, such as D1; show has it')
    .argument('<position>', 'the position that holds from now on, such as 1a; show has them')
    .option('--note <text>', 'why, in your words');
}

export async function run(
  given: string,
  difference: string,
  position: string,
  { note = '' }: { readonly note?: string },
) {
  assertShort('--note', note, BOUNDS.noteCharacters);
  const divergenceId = divergenceNamed(difference);
  if (divergenceId === null) {
    throw badUsage(`"${difference.slice(0, 40)}" is no difference. Differences are named like D1.`);
  }
  const act = settlement(divergenceId, position.slice(0, 20), note);
  return withDesign(given, async (found) => print(await carriedOutOrKept(found, act)));
}
