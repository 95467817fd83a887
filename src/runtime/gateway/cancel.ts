import type { Design } from '../../core/design.ts';
import { outcomeOf } from '../../core/outcome/outcome.ts';
import { openGate } from '../../core/status.ts';
import { aboutTopic } from '../message/about-topic.ts';
import { type Document, wordsDocument } from '../message/document.ts';
import { TEXTS } from '../message/texts.ts';
import { ACTIONS } from './actions.ts';
import { whyNotPress } from './confirmations.ts';
import type { GatewayContext } from './gateway-context.ts';
import { command, type Request } from './request.ts';

/** Whether a person can stop it at a gate, with what there is. */
export function hasBetterEnd(design: Design): boolean {
  return openGate(design)?.choices.includes('stop') === true;
}

/** Names the design, where its person is asked and where it is done: they may have chosen it from a menu of many. */
export async function cancel(
  context: GatewayContext,
  design: Design,
  request: Request,
  asks: boolean,
): Promise<Document | null> {
  const reason = whyNotPress(context.policy, ACTIONS.cancel, design, request);
  if (reason !== null) return wordsDocument(reason);
  const { answers, proposals } = outcomeOf(design).kept;
  const hasKept = answers + proposals > 0;
  const asked = hasBetterEnd(design)
    ? TEXTS.cancelTextAtGate
    : hasKept
      ? TEXTS.cancelText
      : TEXTS.cancelTextEmpty;
  if (asks) return aboutTopic(TEXTS.cancelTitle, design, asked, { kind: 'cancel', value: design.id });
  const refused = await command(context, design, { type: 'cancel', reason: '' }, request);
  return refused ?? aboutTopic(TEXTS.cancelled(hasKept), design);
}
