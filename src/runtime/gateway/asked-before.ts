import type { SameQuestion } from '../../core/outcome/same-question.ts';
import type { Document } from '../../core/telling/document.ts';
import { sameQuestionDocument } from '../../core/telling/message/same-question.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import { placeName } from '../may-read.ts';
import type { Person } from '../permission.ts';
import { type OwnDesigns, sameQuestion } from '../same-question.ts';
import { ACTIONS, actionValue } from './actions.ts';
import type { GatewayContext } from './gateway-context.ts';
import { type HeldStart, holdStart } from './held-starts.ts';
import { mayReadHere, ownReading } from './reading.ts';

/**
 * Asks a person before a start whose question was decided before, or is under discussion, and holds the start until they have
 * chosen; `null` where nobody has asked it. Shown is what they may read, and to them alone (A18).
 */
export async function askedBefore(
  context: GatewayContext,
  start: HeldStart,
  { person }: { readonly person: Person },
): Promise<Document | null> {
  const { engine, clock, linkTo } = context;
  const { topic } = start.requested;
  const own = () => designsOf(context, person, start.place.channel);
  const found = await sameQuestion(topic, engine.parts, own);
  if (found.decided === null && found.running === null) return null;
  const now = { at: clock.now(), utcOffsetMs: person.utcOffsetMs };
  const buttons = [
    ...followUpButton(context, found, start),
    {
      action: ACTIONS.anyway,
      value: await holdStart(context, start),
      label: TEXTS.sameQuestion.startAnyway,
      look: 'plain',
    } as const,
  ];
  return sameQuestionDocument(topic, found, { now, linkTo, buttons });
}

/** The designs of this channel, and of those that this person is in. */
async function designsOf(context: GatewayContext, person: Person, channel: string): Promise<OwnDesigns> {
  const { listed } = await ownReading(context, person);
  const here = placeName({ platform: context.platform, channel });
  return {
    filter: listed === null ? {} : { readable: { ...listed, channels: [...listed.channels, here] } },
    mayRead: (design) => mayReadHere(context, { person, channel }, design),
  };
}

/** A design follows up in the thread of the earlier one, so the button stands where that is. */
function followUpButton({ platform }: GatewayContext, { decided }: SameQuestion, { place }: HeldStart) {
  const thread = decided?.thread ?? null;
  if (decided === null || thread?.platform !== platform || thread.channel !== place.channel) return [];
  const button = { action: ACTIONS.followUp, value: actionValue(decided.id), label: TEXTS.followUp };
  return [{ ...button, look: 'primary' } as const];
}
