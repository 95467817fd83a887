import type { Command } from 'commander';
import * as z from 'zod';
import { designLines } from '../../adapters/terminal/design-lines.ts';
import { loadedBy, read } from '../cli/api.ts';
import { shownFolder } from '../cli/cli-context.ts';
import { withDesign } from '../cli/designs.ts';
import { look, output } from '../cli/output.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT).option('--json', JSON_AS_API);
}

export async function run(given: string, { json }: { readonly json?: boolean }) {
  return withDesign(given, async ({ api, id, context }) => {
    if (json) return output.json(await read(api, `/${id}`, z.unknown()));
    const design = await loadedBy(api, id);
    const folder = shownFolder(context, id);
    const idle = design.end === null ? await api.whyIdle() : null;
    output.write(designLines(design, { ...look(), program: context.program, folder, whyIdle: idle }));
  });
}
