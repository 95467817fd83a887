import type { Command } from 'commander';
import * as z from 'zod';
import { ACTS } from '../../acts/table.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { pageAddress } from '../../presentation/format/page-address.ts';
import { DesignView } from '../../presentation/schema/view.ts';
import { designLines } from '../../surfaces/terminal/design-lines.ts';
import { read } from '../cli/api.ts';
import { shownFolder } from '../cli/cli-context.ts';
import { withDesign } from '../cli/designs.ts';
import { look, output } from '../cli/output.ts';
import { asksForTrace, showTrace, type TraceOptions } from '../cli/show-trace.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--why <words>', "trace the decision's sentence with these words to its evidence")
    .option(
      '--turn [number]',
      'show what one turn was given, did, answered and cost; without a number: list them, and the first that failed',
    )
    .option('--json', JSON_AS_API);
}

export async function run(given: string, options: TraceOptions) {
  const isTrace = asksForTrace(options);
  return withDesign(given, async (found) => {
    if (isTrace) return showTrace(found, options);
    const { api, id, context } = found;
    if (options.json) return output.json(await read(api, ACTS.show, { id }, z.unknown()));
    const view = await read(api, ACTS.show, { id }, DesignView);
    const page = pageAddress(context.configuration.publicUrl, id);
    const place = {
      ...look(),
      program: context.program,
      folder: shownFolder(context, id),
      now: systemClock.now(),
      whyIdle: view.endedAt === null ? await api.whyIdle() : null,
    };
    output.write(designLines({ ...view, page }, place));
  });
}
