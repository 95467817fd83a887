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
import { requested } from '../cli/plain-http.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

/** Milliseconds for a daemon to say if it has the page. */
const PAGE_MS = 2_000;

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT);
}

/** Opens a design's page in the browser if a daemon shows one, else prints where its brief is. */
export async function run(given: string): Promise<number> {
  return withDesign(given, async (found) => {
    const page = await pageOf(found);
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

async function pageOf({ api, id, context }: FoundDesign): Promise<string | null> {
  const { publicUrl } = context.configuration;
  if (api.url === null) return pageAddress(publicUrl, id);
  const here = new URL(api.url);
  // By number: browsers find the console's name, but not every system does.
  const asked = pageAddress(here, id);
  if (asked !== null && !(await hasPage(asked))) return null;
  return pageAddress(consoleAddress(publicUrl, here), id);
}

/** A daemon without a console answers 404; one with a console may ask for a sign-in. */
async function hasPage(address: string): Promise<boolean> {
  const answer = await requested(address, {
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(PAGE_MS),
  });
  answer.resume();
  return answer.statusCode !== 404;
}
