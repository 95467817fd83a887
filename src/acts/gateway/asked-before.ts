import type { SameQuestion } from '../../core/outcome/same-question.ts';
import type { Document } from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import { sameQuestionDocument } from '../../core/presentation/thread/same-question.ts';
import { type OwnDesigns, sameQuestion } from '../../engine/starting/same-question.ts';
import { ACTIONS, actionValue } from './actions.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readingHere } from './reading.ts';
import type { Requester } from './start-design.ts';

/**
 * Tells the person who starts a design that its question was decided before, or is under discussion; `null` where nobody has
 * asked it. Shown is what they may read, and to them alone (A18).
 */
export async function askedBefore(
  context: GatewayContext,
  topic: string,
  asking: Pick<Requester, 'person' | 'channel'>,
): Promise<Document | null> {
  const { engine, clock, linkTo } = context;
  const { person, channel } = asking;
  const own = async (): Promise<OwnDesigns> => {
    const { listed, mayRead } = await readingHere(context, asking);
    return { filter: listed === null ? {} : { readable: listed }, mayRead };
  };
  const found = await sameQuestion(topic, engine.parts, own);
  if (found.decided === null && found.running === null) return null;
  const now = { at: clock.now(), utcOffsetMs: person.utcOffsetMs };
  return sameQuestionDocument(found, { now, linkTo, buttons: followUpButton(context, found, channel) });
}

/** A design follows up in the thread of the earlier one, so the button stands where that is. */
function followUpButton({ platform }: GatewayContext, { decided }: SameQuestion, channel: string) {
  const thread = decided?.thread ?? null;
  if (decided === null || thread?.platform !== platform || thread.channel !== channel) return [];
  const button = { action: ACTIONS.followUp, value: actionValue(decided.id), label: TEXTS.followUp };
  return [{ ...button, look: 'primary' } as const];
}
