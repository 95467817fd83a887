import { Argument, type Command } from 'commander';
import * as z from 'zod';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { GATE_CHOICES, type GateChoice } from '../../core/vocabulary/events.ts';
import { carriedOutOrKept, decision } from '../cli/acts.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { assertShort, parsed } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

const GateName = z.templateLiteral(['gate-', z.number().int().positive()]);

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<gate>', 'its name, such as gate-1; show has it')
    .addArgument(new Argument('<choice>', 'one of those that it offers').choices(GATE_CHOICES))
    .option('--note <text>', 'what should be different, for send_back and again');
}

export async function run(
  given: string,
  gate: string,
  choice: GateChoice,
  { note = '' }: { readonly note?: string },
) {
  assertShort('--note', note, BOUNDS.noteCharacters);
  const gateId = parsed(GateName, gate, `"${gate.slice(0, 40)}" is no gate. Gates are named like gate-1.`);
  return withDesign(given, async (found) =>
    print(await carriedOutOrKept(found, decision(gateId, choice, note))),
  );
}
