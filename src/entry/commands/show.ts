import type { Command } from 'commander';
import * as z from 'zod';
import { systemClock } from '../../adapters/system/clock.ts';
import { designLines } from '../../adapters/terminal/design-lines.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { AwaitedModel } from '../../core/vocabulary/event-parts.ts';
import { type DesignId, ParticipantId } from '../../core/vocabulary/ids.ts';
import { withPage } from '../../presentation/format/page-address.ts';
import { type Api, loadedBy, read } from '../cli/api.ts';
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
    if (options.json) return output.json(await read(api, `/${id}`, z.unknown()));
    const loaded = withPage(await loadedBy(api, id), context.configuration.publicUrl);
    const design = loaded.end === null ? { ...loaded, ...(await heldUpBy(api, id)) } : loaded;
    const folder = shownFolder(context, id);
    const idle = design.end === null ? await api.whyIdle() : null;
    output.write(
      designLines(design, {
        ...look(),
        program: context.program,
        folder,
        now: systemClock.now(),
        whyIdle: idle,
      }),
    );
  });
}

const moment = z.iso.datetime().transform((text) => Date.parse(text));
const HeldUp = z.object({
  silence: z
    .object({
      participants: z.array(ParticipantId),
      since: moment,
      againAt: moment.nullable(),
      weather: AwaitedModel.extend({ since: moment, until: moment })
        .nullable()
        .transform((weather) => weather ?? undefined),
    })
    .nullish(),
  slotWait: z.object({ since: moment, forTheirOwn: z.boolean() }).nullish(),
});

/** Only the process that runs the design knows of a silent model or a waiting turn. */
async function heldUpBy(api: Api, id: DesignId): Promise<Pick<Design, 'silence' | 'slotWait'>> {
  const { silence, slotWait } = await read(api, `/${id}`, HeldUp);
  return {
    ...(silence == null ? {} : { silence }),
    ...(slotWait == null ? {} : { slotWait: { since: slotWait.since, isForTheirOwn: slotWait.forTheirOwn } }),
  };
}
