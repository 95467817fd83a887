import { supersededBy } from '../../core/follow-up/standing.ts';
import { type Document, wordsDocument } from '../../core/presentation/format/document.ts';
import { withPage } from '../../core/presentation/format/page-address.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import { listDocument } from '../../core/presentation/thread/private-answers.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readableAmong } from './reading.ts';
import type { Request } from './request.ts';

/** Leads to the design that has decided otherwise, if this person may read it. */
export async function openSuccessor(
  context: GatewayContext,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const { successor } = supersededBy(design) ?? {};
  const { store, publicUrl } = context.engine.parts;
  const found = successor === undefined ? null : await store.summary(successor);
  const readable = found === null ? [] : await readableAmong(context, request, [withPage(found, publicUrl)]);
  return readable.length === 0 ? wordsDocument(TEXTS.gone) : listDocument(readable, null, context.linkTo);
}
