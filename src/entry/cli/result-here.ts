import { dryRunText, resultText } from '../../adapters/terminal/result.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { withPage } from '../../presentation/format/page-address.ts';
import { type CliContext, isDryRun, shownFolder } from './cli-context.ts';
import { look } from './output.ts';

/** The end of a design, for the person who ran or watched it here. */
export function resultHere(context: CliContext, design: Design): string {
  const { program, configuration } = context;
  const place = { folder: shownFolder(context, design.id), program, ...look() };
  const isOnOwnTopic = design.rehearsal && !isWrittenExample(design) && design.end?.status === 'completed';
  return isOnOwnTopic && isDryRun(context)
    ? dryRunText(design, place)
    : resultText(withPage(design, configuration.publicUrl), place);
}
