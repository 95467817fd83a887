import type { Command } from 'commander';
import { carriedOutOrKept, verdict } from '../cli/acts.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { assertShort } from '../cli/typed.ts';
import { DESIGN_ARGUMENT, NOTE_CHARACTERS } from '../cli/verb.ts';

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT).argument('[note]', 'what you have to say to it');
}

export async function run(given: string, note = '') {
  assertShort('the note', note, NOTE_CHARACTERS);
  return withDesign(given, async (found) => print(await carriedOutOrKept(found, verdict('accepted', note))));
}
