import type { Command } from 'commander';
import * as z from 'zod';
import { designLines } from '../../adapters/terminal/design-lines.ts';
import { withPage } from '../../core/telling/page/page-address.ts';
import type { Design, Silence } from '../../core/vocabulary/design.ts';
import { type DesignId, ParticipantId } from '../../core/vocabulary/ids.ts';
import { type Api, loadedBy, read } from '../cli/api.ts';
import { shownFolder } from '../cli/cli-context.ts';
import { withDesign } from '../cli/designs.ts';
import { look, output } from '../cli/output.ts';
import { asksForTrace, showTrace, type TraceOptions } from '../cli/show-trace.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--why <words>', 'trace the sentence of the decision with these words to its sources and turns')
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
    output.write(designLines(design, { ...look(), program: context.program, folder, whyIdle: idle }));
  });
}

const HeldUp = z.object({
  silence: z
    .object({
      participants: z.array(ParticipantId),
      since: z.iso.datetime(),
      againAt: z.iso.datetime().nullable(),
    })
    .nullish(),
  slotWait: z.object({ since: z.iso.datetime(), forTheirOwn: z.boolean() }).nullish(),
});

/** A model that has sent nothing for a while, and a turn that is yet to come: only the process that runs the design knows of these. */
async function heldUpBy(api: Api, id: DesignId): Promise<Pick<Design, 'silence' | 'slotWait'>> {
  const { silence, slotWait } = await read(api, `/${id}`, HeldUp);
  return {
    ...(silence == null ? {} : { silence: silenceOf(silence) }),
    ...(slotWait == null
      ? {}
      : { slotWait: { since: Date.parse(slotWait.since), isForTheirOwn: slotWait.forTheirOwn } }),
  };
}

function silenceOf({
  participants,
  since,
  againAt,
}: NonNullable<z.infer<typeof HeldUp>['silence']>): Silence {
  return {
    participants,
    since: Date.parse(since),
    againAt: againAt === null ? null : Date.parse(againAt),
  };
}
