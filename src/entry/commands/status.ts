import type { Command } from 'commander';
import { listLines } from '../../adapters/terminal/list-lines.ts';
import { cliContext } from '../cli/cli-context.ts';
import { listed, sayIfIdle, withApi } from '../cli/designs.ts';
import { look, output } from '../cli/output.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';
import { run as show } from './show.ts';

const MAX_LISTED = 100;

export function configure(command: Command) {
  command.argument('[id]', DESIGN_ARGUMENT);
}

/** One design, or all that have not ended: those that wait for a person first, and what to type then. */
export async function run(given: string | undefined): Promise<void> {
  if (given !== undefined) return show(given, {});
  const context = cliContext();
  return withApi(context, async (api) => {
    const waiting = await listed(api, { limit: MAX_LISTED, status: 'awaiting_input' });
    const designs = [...waiting, ...(await listed(api, { limit: MAX_LISTED, status: 'running' }))];
    await sayIfIdle(designs, api);
    if (designs.length > 0) output.write(listLines(designs, look()));
    else output.write(`No design is under way. This lists those that have ended: ${context.program} list\n`);
    if (waiting.length > 0)
      output.write(`What one waits for, and what to type then: ${context.program} show <id>\n`);
  });
}
