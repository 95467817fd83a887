import { hasKept, keptOf, offersRetry } from '../../core/policy/should-retry.ts';
import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { aboutTopic } from '../../core/telling/message/about-topic.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { ACTIONS } from './actions.ts';
import { whyNotPress } from './confirmations.ts';
import type { GatewayContext } from './gateway-context.ts';
import { command, type Request } from './request.ts';

/** Asks whether it is to be cancelled, and names it: they may have chosen it from a menu of many; or says why it cannot be. */
export async function askToCancel(
  { policy }: GatewayContext,
  design: Design,
  request: Request,
): Promise<Document> {
  const reason = whyNotPress(policy, ACTIONS.cancel, design, request);
  if (reason !== null) return wordsDocument(reason);
  return aboutTopic(TEXTS.cancelTitle, design, cancelWords(design), { kind: 'cancel', value: design.id });
}

/** Cancels it at once. */
export async function cancel(
  context: GatewayContext,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const reason = whyNotPress(context.policy, ACTIONS.cancel, design, request);
  if (reason !== null) return wordsDocument(reason);
  const refused = await command(context, design, { type: 'cancel', reason: '' }, request);
  return refused ?? aboutTopic(TEXTS.cancelled(hasKept(keptOf(design))), design);
}

/** What would come of it now. */
function cancelWords(design: Design): string {
  if (openGate(design)?.choices.includes('stop')) return TEXTS.cancelTextAtGate;
  if (!hasKept(keptOf(design))) return TEXTS.cancelTextEmpty;
  return TEXTS.cancelText(
    offersRetry(design, { status: 'cancelled', stoppedBecause: 'cancelled_by_person' }),
  );
}
