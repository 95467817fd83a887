import { Argument, type Command } from 'commander';
import * as z from 'zod';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { GATE_CHOICES, type GateChoice } from '../../core/vocabulary/events.ts';
import { GateId } from '../../core/vocabulary/ids.ts';
import { carriedOutOrKept, decision } from '../cli/acts.ts';
import { read } from '../cli/api.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { assertShort } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

const Gated = z.object({ gate: z.object({ id: GateId }).nullable() });

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .addArgument(new Argument('<choice>', 'one of those that it offers').choices(GATE_CHOICES))
    .option('--note <text>', 'what should be different, for send_back and again');
}

export async function run(given: string, choice: GateChoice, { note = '' }: { readonly note?: string }) {
  assertShort('--note', note, BOUNDS.noteCharacters);
  return withDesign(given, async (found) => {
    const { gate } = await read(found.api, `/${found.id}`, Gated);
    if (gate === null) return print({ ok: false, words: 'No gate is open, so there is nothing to decide.' });
    return print(await carriedOutOrKept(found, decision(gate.id, choice, note)));
  });
}
