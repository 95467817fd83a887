import type { Command } from 'commander';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { carriedOutOrKept, handingOver } from '../cli/acts.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { assertShort } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

const ID_CHARACTERS = 200;

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<person>', 'the name of somebody who has said something there; of anybody, with --person-id')
    .option('--person-id <id>', 'their id on the platform of the thread');
}

export async function run(given: string, person: string, { personId }: { readonly personId?: string }) {
  assertShort('<person>', person, BOUNDS.personCharacters);
  assertShort('--person-id', personId ?? '', ID_CHARACTERS);
  return withDesign(given, async (found) =>
    print(await carriedOutOrKept(found, handingOver(person, personId))),
  );
}
