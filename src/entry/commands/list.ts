import type { Command } from 'commander';
import * as z from 'zod';
import { listLines } from '../../adapters/terminal/list-lines.ts';
import { cliContext } from '../cli/cli-context.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { openSource } from '../cli/open-source.ts';
import { LIST_COLUMNS, look, standardOutput } from '../cli/output.ts';
import { JSON_AS_API } from '../cli/verb.ts';
import { wholeNumber } from '../cli/whole-number.ts';

const MAX_LISTED = 200;
const Options = z.object({ json: z.boolean().default(false), limit: z.string() });

export function configure(command: Command, exit: (code: number) => void): void {
  command
    .option('--limit <number>', 'how many', '20')
    .option('--json', JSON_AS_API)
    .action(async (options: unknown) => exit(await list(Options.parse(options))));
}

/** Newest first. Makes no data folder where there is none. */
async function list({ limit, json }: z.infer<typeof Options>): Promise<number> {
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
