import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { ASKED_ACTS } from '../../core/vocabulary/events.ts';
import { ownerOf } from '../../core/vocabulary/owner.ts';
import type { GatewayContext } from './gateway-context.ts';
import { command, type Request } from './request.ts';

/** Has the owner called in the thread for an act that this person may not do. */
export async function askOwner(
  context: GatewayContext,
  design: Design,
  about: string,
  request: Request,
): Promise<Document | null> {
  const act = ASKED_ACTS.find((each) => each === about);
  if (act === undefined) return wordsDocument(TEXTS.gone);
  const refusal = await command(context, design, { type: 'ask_owner', act }, request);
  return refusal ?? wordsDocument(TEXTS.ownerAsked(ownerOf(design).name));
}
