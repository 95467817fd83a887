import type { Command } from 'commander';
import { withDesign } from '../cli/open-source.ts';
import { print } from '../cli/output.ts';
import { assertShort } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

const REASON_CHARACTERS = 1_000;

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT).option('--reason <text>', 'why, for the record');
}

export async function run(given: string, { reason = '' }: { readonly reason?: string }) {
  assertShort('--reason', reason, REASON_CHARACTERS);
  return withDesign(given, async ({ id, source }) => print(await source.cancel(id, reason)));
}
