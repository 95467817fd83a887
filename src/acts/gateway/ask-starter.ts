import { type Document, wordsDocument } from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { ASKED_ACTS } from '../../core/vocabulary/events.ts';
import { starterOf } from '../../core/vocabulary/starter.ts';
import type { GatewayContext } from './gateway-context.ts';
import { command, type Request } from './request.ts';

/** Has the starter called in the thread for an act that this person may not do. */
export async function askStarter(
  context: GatewayContext,
  design: Design,
  about: string,
  request: Request,
): Promise<Document | null> {
  const act = ASKED_ACTS.find((each) => each === about);
  if (act === undefined) return wordsDocument(TEXTS.gone);
  const refusal = await command(
    context,
    design,
    { what: 'ask_starter', wanted: { type: 'ask_starter', act } },
    request,
  );
  return refusal ?? wordsDocument(TEXTS.starterAsked(starterOf(design).name));
}
