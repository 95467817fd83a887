import { hasKept, keptOf } from '../../core/outcome/kept.ts';
import { offersRetry } from '../../core/outcome/policy/should-retry.ts';
import type { Document } from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import { aboutTopic } from '../../core/presentation/start/about-topic.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import type { GatewayContext } from './gateway-context.ts';
import { command, type Request } from './request.ts';

/** Cancels it at once. */
export async function cancel(
  context: GatewayContext,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const refused = await command(
    context,
    design,
    { what: 'cancel', wanted: { type: 'cancel', reason: '' } },
    request,
  );
  return refused ?? aboutTopic(TEXTS.cancelled(hasKept(keptOf(design))), design);
}

/** Consequences of cancelling it now. */
export function cancelWords(design: Design): string {
  if (openGate(design)?.choices.includes('stop')) return TEXTS.cancelTextAtGate;
  if (!hasKept(keptOf(design))) return TEXTS.cancelTextEmpty;
  return TEXTS.cancelText(
    offersRetry(design, { status: 'cancelled', stoppedBecause: 'cancelled_by_person' }),
  );
}
