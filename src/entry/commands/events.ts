import type { Command } from 'commander';
import { safeJson } from '../../adapters/terminal/safe.ts';
import { withDesign } from '../cli/open-source.ts';
import { output } from '../cli/output.ts';
import { wholeNumber } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--since <seq>', 'only those after this sequence number', '0')
    .option('--follow', 'go on until the design has ended');
}

export async function run(given: string, options: { readonly since: string; readonly follow?: boolean }) {
  const since = wholeNumber('--since', options.since, 0, 2 ** 31 - 1);
  return withDesign(given, async ({ id, source }) => {
    for await (const event of source.events(id, since, options.follow === true, output.gone)) {
      output.write(`${safeJson(event)}\n`);
    }
  });
}
