import type { Command } from 'commander';
import * as z from 'zod';
import { read } from '../cli/api.ts';
import { cliContext } from '../cli/cli-context.ts';
import { withApi } from '../cli/designs.ts';
import { output } from '../cli/output.ts';
import { parsed } from '../cli/typed.ts';

export function configure(command: Command) {
  command.option('--since <number>', 'only rows after this position', '0');
}

const Position = z.coerce.number().int().nonnegative();
const Page = z.object({ heads: z.array(z.looseObject({ position: z.number().int() })) });

/** Prints the log of heads over all designs, one JSON object a line, to be kept elsewhere (P11). */
export async function run({ since }: { readonly since: string }): Promise<void> {
  let last = parsed(
    Position,
    since,
    '--since takes a whole number: the position of the last row that you have.',
  );
  await withApi(cliContext(), async (api) => {
    for (;;) {
      const { heads } = await read(api, `/heads?since=${last}`, Page);
      for (const row of heads) output.write(`${JSON.stringify(row)}\n`);
      const reached = heads.at(-1)?.position;
      if (reached === undefined) return;
      last = reached;
    }
  });
}
