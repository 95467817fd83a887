import type { Command } from 'commander';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { BusyError } from '../../runtime/fault.ts';
import { cancellation, carriedOut } from '../cli/acts.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { assertShort } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

const REASON_CHARACTERS = 1_000;

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT).option('--reason <text>', 'why, for the record');
}

export async function run(given: string, { reason = '' }: { readonly reason?: string }) {
  assertShort('--reason', reason, REASON_CHARACTERS);
  return withDesign(given, async (found) => {
    try {
      return print(await carriedOut(found, cancellation(reason)));
    } catch (error) {
      if (!(error instanceof BusyError)) throw error;
      return print({ ok: false, words: TEXTS.cancelledLater(found.context.program) });
    }
  });
}
