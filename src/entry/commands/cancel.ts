import type { Command } from 'commander';
import * as z from 'zod';
import { parsed, print } from '../cli/answers.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';
import { withDesign } from '../cli/with-design.ts';

const REASON_CHARACTERS = 1_000;
const Options = z.object({ reason: z.string().max(REASON_CHARACTERS) });

export function configure(command: Command, exit: (code: number) => void): void {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--reason <text>', 'why, for the record', '')
    .action(async (id: string, options: unknown) => exit(await cancel(id, options)));
}

function cancel(given: string, options: unknown): Promise<number> {
  const { reason } = parsed(Options, options, `--reason takes at most ${REASON_CHARACTERS} characters.`);
  return withDesign(given, async ({ id, source }) => print(await source.cancel(id, reason)));
}
