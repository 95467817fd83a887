import type { Status } from '../../core/vocabulary/event-parts.ts';
import { OPEN_PAGE, pageAddress } from '../../presentation/format/page-address.ts';
import { STATUS_WORDS } from '../../presentation/phases.ts';
import { listLines } from '../../surfaces/terminal/list-lines.ts';
import { cliContext } from '../cli/cli-context.ts';
import { listed, sayIfIdle, withApi } from '../cli/designs.ts';
import { look, output } from '../cli/output.ts';

const LISTED = '20';

interface ListOptions {
  readonly status?: Status;
  readonly limit?: string;
  readonly json?: boolean;
}

/** With words, the best match first; else designs that wait for a person, then the newest. Does not create a data folder. */
export async function run(given: readonly string[], { status, limit = LISTED, json }: ListOptions) {
  const words = given.join(' ').trim();
  const context = cliContext();
  const designs = await withApi(context, async (api) => {
    const of = (only: Status | undefined) => listed(api, { limit, words, status: only });
    const found = await of(status);
    await sayIfIdle(found, api);
    if (status !== undefined || json || words !== '') return found;
    const waiting = await of('awaiting_input');
    const others = found.filter((each) => each.status !== 'awaiting_input');
    return [...waiting, ...others].slice(0, Number(limit));
  });
  if (json) output.json({ designs });
  else if (designs.length > 0) {
    output.write(listLines(designs, look()));
    if (designs.some((each) => each.status === 'awaiting_input'))
      process.stderr.write(
        `Run ${context.program} show <id> to see what a design is waiting for and what you can type.\n`,
      );
    const page = pageAddress(context.configuration.publicUrl, '<id>');
    if (page !== null) process.stderr.write(`${OPEN_PAGE}: ${page}\n`);
  } else if (words !== '') output.write('No design has any of these words.\n');
  else if (status !== undefined) output.write(`No design is ${STATUS_WORDS[status]}.\n`);
  else output.write(`No designs yet. This starts one: ${context.program} design "<topic>"\n`);
}
