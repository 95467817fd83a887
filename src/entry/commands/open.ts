import { join } from 'node:path';
import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { shortId } from '../../core/vocabulary/figures.ts';
import { pageAddress } from '../../presentation/format/page-address.ts';
import { consoleAddress } from '../../surfaces/http/sessions/console-address.ts';
import { read, Standing } from '../cli/api.ts';
import { shownFolder } from '../cli/cli-context.ts';
import { type FoundDesign, withDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { openInBrowser } from '../cli/open-in-browser.ts';
import { output } from '../cli/output.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT);
}

/** Opens a design's page in the browser if a daemon shows one, else prints where its brief is. */
export async function run(given: string): Promise<number> {
  return withDesign(given, async (found) => {
    const page = pageOf(found);
    if (page !== null) {
      output.write(`${page}\n`);
      await openInBrowser(page);
      return EXIT.completed;
    }
    const { api, id, context } = found;
    const folder = shownFolder(context, id);
    if (folder !== null) {
      output.write(`${join(folder, 'brief.md')}\n`);
      return EXIT.completed;
    }
    const { endedAt } = await read(api, Standing, ACTS.show, { id });
    const why =
      endedAt === null
        ? `It has not ended, so there is no brief yet. To follow it: ${context.program} watch ${shortId(id)}`
        : `Its files are not on this machine. To read it here: ${context.program} show ${shortId(id)}`;
    process.stderr.write(`${why}\n`);
    return EXIT.other;
  });
}

function pageOf({ api, id, context }: FoundDesign): string | null {
  const { publicUrl } = context.configuration;
  return pageAddress(api.url === null ? publicUrl : consoleAddress(publicUrl, new URL(api.url)), id);
}
