import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { pageAddressOf } from '../../presentation/format/page-address.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { drawDryRun, drawResult } from '../../surfaces/terminal/result.ts';
import { type CliContext, findFolder, isDryRun } from './cli-context.ts';
import { EXIT } from './exit-codes.ts';
import { look } from './output.ts';

/** The end of a design, for the person who ran or watched it here. */
export async function resultTextOf(context: CliContext, view: DesignView): Promise<string> {
  const { program, configuration } = context;
  const { id, rehearsal, status, personas } = view;
  const place = { folder: findFolder(context, id), program, ...look() };
  const isExample = isWrittenExample({ rehearsal, participants: personas });
  const isOnOwnTopic = rehearsal && !isExample && status === 'completed';
  return isOnOwnTopic && (await isDryRun(context))
    ? drawDryRun(view, place)
    : drawResult({ ...view, page: pageAddressOf(configuration.publicUrl, id) }, place);
}

export function exitOf({ endedAt, ending }: DesignView): number {
  return endedAt === null || ending === 'unfinished' ? EXIT.other : EXIT[ending];
}
