import type { Command } from 'commander';
import * as z from 'zod';
import { designLines } from '../../adapters/terminal/design-lines.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { look, standardOutput } from '../cli/output.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';
import { withDesign } from '../cli/with-design.ts';

const Options = z.object({ json: z.boolean().default(false) });

export function configure(command: Command, exit: (code: number) => void): void {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--json', JSON_AS_API)
    .action(async (id: string, options: unknown) => exit(await show(id, Options.parse(options))));
}

function show(given: string, { json }: z.infer<typeof Options>): Promise<number> {
  const output = standardOutput();
  return withDesign(given, async ({ id, source }) => {
    const view = await source.design(id);
    if (json) output.json(view);
    else output.write(designLines(view, look()));
    return EXIT.completed;
  });
}
