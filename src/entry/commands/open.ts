import { join } from 'node:path';
import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { shortenId } from '../../core/vocabulary/figures.ts';
import { pageAddressOf } from '../../presentation/format/page-address.ts';
import { chooseConsoleAddress } from '../../surfaces/http/sessions/console-address.ts';
import { read, Standing } from '../cli/api.ts';
import { findFolder } from '../cli/cli-context.ts';
import { type FoundDesign, useDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { openInBrowser } from '../cli/open-in-browser.ts';
import { output, print } from '../cli/output.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT);
}

/** Opens a design's page in the browser if a daemon shows one, else prints where its brief is. */
export async function run(words: string): Promise<number> {
  return useDesign(words, async (at) => {
    const { api, id, context } = at;
    const page = pageOf(at);
    const folder = findFolder(context, id);
    const brief = folder === null ? null : join(folder, 'brief.md');
    const place = page ?? brief;
    if (place !== null) output.write(`${place}\n`);
    if (page !== null) await openInBrowser(page);
    if (place !== null) return EXIT.completed;
    const { endedAt } = await read(api, Standing, ACTS.show, { id });
    const why =
      endedAt === null
        ? `It has not ended, so there is no brief yet. To follow it: ${context.program} watch ${shortenId(id)}`
        : `Its files are not on this machine. To read it here: ${context.program} show ${shortenId(id)}`;
    return print({ ok: false, words: why });
  });
}

function pageOf({ api, id, context }: FoundDesign): string | null {
  const { publicUrl } = context.configuration;
  return pageAddressOf(
    api.url === null ? publicUrl : chooseConsoleAddress(publicUrl, new URL(api.url)),
    id,
  );
}
