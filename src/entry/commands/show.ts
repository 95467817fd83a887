import type { Command } from 'commander';
import { createBundles } from '../../adapters/files/bundles.ts';
import { designLines } from '../../adapters/terminal/design-lines.ts';
import { viewOf } from '../../core/telling/design-view.ts';
import { shownFolder } from '../cli/cli-context.ts';
import { whyIdle, withDesign } from '../cli/open-source.ts';
import { look, output } from '../cli/output.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT).option('--json', JSON_AS_API);
}

export async function run(given: string, { json }: { readonly json?: boolean }) {
  return withDesign(given, async ({ id, source, context: { program, configuration, log } }) => {
    const design = await source.design(id);
    if (json) output.json(viewOf(design));
    else {
      const folder = shownFolder(createBundles({ dataDir: configuration.dataDir, log }).folder(id));
      const idle = await whyIdle([viewOf(design)], source);
      output.write(designLines(design, { ...look(), program, folder, whyIdle: idle }));
    }
  });
}
