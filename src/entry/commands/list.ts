import type { Status } from '../../core/vocabulary/event-parts.ts';
import { OPEN_PAGE, pageAddressOf } from '../../presentation/format/page-address.ts';
import { STATUS_WORDS } from '../../presentation/words/phases.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { listDesigns, sayIfIdle, useApi } from '../cli/designs.ts';
import { look, output } from '../cli/output.ts';

const LISTED = '20';

interface ListOptions {
  readonly status?: Status;
  readonly limit?: string;
  readonly before?: string;
}

/**
 * With words, the best match first; else designs that wait for a person, then the newest. Does not
 * create a data folder.
 */
export async function run(
  wordList: readonly string[],
  { status, limit = LISTED, before }: ListOptions,
) {
  const words = wordList.join(' ').trim();
  const context = createCliContext();
  const page = await useApi(context, async (api) => {
    const of = (only: Status | undefined) =>
      listDesigns(api, { limit, before, words, status: only });
    const all = await of(status);
    await sayIfIdle(all.designs, api);
    if (status !== undefined || words !== '') return all;
    const waiting = (await of('awaiting_input')).designs;
    const others = all.designs.filter((each) => each.status !== 'awaiting_input');
    return { ...all, designs: [...waiting, ...others].slice(0, Number(limit)) };
  });
  const { designs } = page;
  if (designs.length > 0) {
    const { drawList } = await import('../../surfaces/terminal/list-lines.ts');
    output.write(drawList(designs, look()));
    if (designs.some((each) => each.status === 'awaiting_input'))
      process.stderr.write(
        `Run ${context.program} show <id> to see what a design is waiting for and what you can type.\n`,
      );
    const address = pageAddressOf(context.configuration.publicUrl, '<id>');
    if (address !== null) process.stderr.write(`${OPEN_PAGE}: ${address}\n`);
  } else if (words !== '') output.write('No design has any of these words.\n');
  else if (status !== undefined) output.write(`No design is ${STATUS_WORDS[status]}.\n`);
  else output.write(`No designs yet. This starts one: ${context.program} design "<topic>"\n`);
}
