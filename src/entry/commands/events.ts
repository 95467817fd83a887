import type { Command } from 'commander';
import * as z from 'zod';
import { EXIT } from '../cli/exit-codes.ts';
import { standardOutput } from '../cli/output.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';
import { wholeNumber } from '../cli/whole-number.ts';
import { withDesign } from '../cli/with-design.ts';

const Options = z.object({ since: z.string(), follow: z.boolean().default(false) });

export function configure(command: Command, exit: (code: number) => void): void {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--since <seq>', 'only those after this sequence number', '0')
    .option('--follow', 'go on until the design has ended')
    .action(async (id: string, options: unknown) => exit(await events(id, Options.parse(options))));
}

function events(given: string, { since: from, follow }: z.infer<typeof Options>): Promise<number> {
  const output = standardOutput();
  const since = wholeNumber('--since', from, 0, Number.MAX_SAFE_INTEGER);
  return withDesign(given, async ({ id, source }) => {
    for await (const event of source.events(id, since, follow, output.gone)) {
      output.write(`${JSON.stringify(event)}\n`);
    }
    return EXIT.completed;
  });
}
