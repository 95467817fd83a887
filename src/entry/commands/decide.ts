import type { Command } from 'commander';
import * as z from 'zod';
import { GATE_CHOICES } from '../../core/events.ts';
import { parsed, print } from '../cli/answers.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';
import { withDesign } from '../cli/with-design.ts';

const NOTE_CHARACTERS = 4_000;
const GateName = z.templateLiteral(['gate-', z.number().int().positive()]);
const Choice = z.enum(GATE_CHOICES);
const Options = z.object({ note: z.string().max(NOTE_CHARACTERS) });

export function configure(command: Command, exit: (code: number) => void): void {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<gate>', 'its name, such as gate-1; charrette show has it')
    .argument('<choice>', 'accept, send_back or stop')
    .option('--note <text>', 'what should be different, for send_back', '')
    .action(async (id: string, gate: string, choice: string, options: unknown) =>
      exit(await decide(id, gate, choice, options)),
    );
}

function decide(given: string, gate: string, choice: string, options: unknown): Promise<number> {
  const { note } = parsed(Options, options, `--note takes at most ${NOTE_CHARACTERS} characters.`);
  const gateId = parsed(GateName, gate, `"${gate.slice(0, 40)}" is no gate. Gates are named like gate-1.`);
  const allowed = `"${choice.slice(0, 40)}" is no choice; the choices are ${GATE_CHOICES.join(', ')}.`;
  const chosen = parsed(Choice, choice, allowed);
  return withDesign(given, async ({ id, source }) => print(await source.decide(id, gateId, chosen, note)));
}
