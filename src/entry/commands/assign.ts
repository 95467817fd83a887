import type { Command } from 'commander';
import { assignment, carriedOutOrKept } from '../cli/acts.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<step>', 'its number in the decision, from 1')
    .argument('<person>', 'who does it; "" takes it back')
    .option('--by <date>', 'by when, like 2026-12-01');
}

export async function run(
  given: string,
  step: string,
  person: string,
  { by = '' }: { readonly by?: string },
) {
  if (!/^[1-9]\d{0,2}$/.test(step))
    throw badUsage(`"${step.slice(0, 40)}" is no step. Steps are numbered from 1, as in the decision.`);
  const act = assignment(Number(step), person.trim(), by);
  return withDesign(given, async (found) => print(await carriedOutOrKept(found, act)));
}
