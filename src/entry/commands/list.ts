import type { Command } from 'commander';
import { listLines } from '../../adapters/terminal/list-lines.ts';
import { cliContext } from '../cli/cli-context.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { openSource } from '../cli/open-source.ts';
import { LIST_COLUMNS, look, standardOutput } from '../cli/output.ts';
import { wholeNumber } from '../cli/typed.ts';
import { JSON_AS_API } from '../cli/verb.ts';

const MAX_LISTED = 200;

export function configure(command: Command) {
  command.option('--limit <number>', 'how many', '20').option('--json', JSON_AS_API);
}

/** Newest first. Makes no data folder where there is none. */
export async function run({ limit, json }: { readonly limit: string; readonly json?: boolean }) {
  const output = standardOutput();
  const count = wholeNumber('--limit', limit, 1, MAX_LISTED);
  const opened = await openSource(cliContext());
  try {
    const designs = (await opened?.source.list(count, null)) ?? [];
    if (json) output.json({ designs });
    else output.write(listLines(designs, look(LIST_COLUMNS)));
    return EXIT.completed;
  } finally {
    await opened?.source.close();
  }
}
