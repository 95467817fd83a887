import { LRUCache } from 'lru-cache';
import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { findAskedBefore } from '../../../engine/starting/earlier-decisions.ts';
import { ChatFault } from '../../../ports/chat.ts';
import { drawRefusal } from '../../../presentation/act-answers.ts';
import { LABELS } from '../../../presentation/format/control.ts';
import { type Document, documentOfWords, type PrivateButton } from '../../../presentation/format/document.ts';
import { addPage } from '../../../presentation/format/page-address.ts';
import { drawEarlier } from '../../../presentation/lists.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { ACTIONS, actionValueOf } from '../actions.ts';
import type { Place } from '../gateway-context.ts';
import { type Interaction, requestOf, type Stored } from '../interaction.ts';
import { readerIn } from '../reading.ts';
import type { Request } from '../request.ts';
import type { RequestedDesign } from '../requested-design.ts';
import { requesterOf } from './follow-up.ts';
import { startDesign } from './start-design.ts';

/** A start as a person requested it. `key`: the platform's id of their act. */
interface WantedStart {
  readonly by: string;
  readonly place: Place;
  readonly key: string;
  readonly typed: readonly string[];
  readonly requested: RequestedDesign;
  /** The design that it follows up on; `null` for none. */
  readonly earlier: Design | null;
}

/** Milliseconds that a start is held, and the characters of all that are held in this process. */
const HELD_MS = 86_400_000;
const HELD_CHARACTERS = 4 * BOUNDS.contextCharacters;
const HELD = new LRUCache<string, WantedStart>({
  ttl: HELD_MS,
  maxSize: HELD_CHARACTERS,
  sizeCalculation: ({ requested: { topic, context } }) =>
    context.reduce((sum, { text }) => sum + text.length, topic.length),
});

/**
 * Starts a design, unless the question was asked before: then the person decides. What follows up on a decision has
 * chosen already. `typed`: as in `Requester`.
 */
export async function beginUnlessAsked(
  interaction: Interaction,
  wish: Pick<WantedStart, 'requested' | 'typed' | 'earlier'>,
  reportStored: Stored,
): Promise<Document | null> {
  const request = await requestOf(interaction, reportStored);
  const { person, key } = request;
  const start = { by: person.id, place: interaction.place, key, ...wish };
  const offer = wish.earlier === null ? await offerEarlier(interaction, start, request) : null;
  return offer ?? carryOut(interaction, start, request);
}

/**
 * Before anything is spent, shows the person designs on the same question that they may read, and holds the start until
 * they press *Start anyway*; `null` if there are none.
 */
async function offerEarlier(
  { context }: Interaction,
  start: WantedStart,
  { person, channel }: Pick<Request, 'person' | 'channel'>,
): Promise<Document | null> {
  const { engine, platform, linkTo } = context;
  const reader = () => readerIn(context, { person, channel });
  const earlierOnes = await findAskedBefore(start.requested.topic, engine.parts, reader);
  if (earlierOnes.length === 0) return null;
  const heldAs = engine.parts.identifiers.uuid();
  HELD.set(heldAs, start);
  const anyway = { action: ACTIONS.startAnyway, value: heldAs, label: TEXTS.askedBefore.anyway } as const;
  const buttons: PrivateButton[] = [{ ...anyway, look: 'plain' }];
  // A follow-up runs in the earlier design's thread, so the button is only shown there.
  const earlierDecision = earlierOnes.find(
    ({ decision, thread }) =>
      decision !== null && thread?.platform === platform && thread.channel === channel,
  );
  if (earlierDecision !== undefined) {
    const followUp = {
      action: ACTIONS.followUp,
      value: actionValueOf(earlierDecision.id),
      label: LABELS.follow_up,
    };
    buttons.unshift({ ...followUp, look: 'primary' });
  }
  const linked = earlierOnes.map((each) => addPage(each, engine.parts.publicUrl));
  return drawEarlier(TEXTS.askedBefore.title, linked, linkTo, buttons);
}

/** Carries out the start that was held for this person, in its place. */
export async function startAnyway(
  interaction: Interaction,
  heldAs: string,
  reportStored: Stored,
): Promise<Document | null> {
  const start = HELD.get(heldAs);
  const there = start === undefined ? null : await interaction.at(start.place);
  if (start === undefined || there === null) return documentOfWords(TEXTS.offerGone);
  const request = await requestOf(there, reportStored);
  if (request.person.id !== start.by) return documentOfWords(TEXTS.offerGone);
  return carryOut(there, start, request);
}

async function carryOut(
  interaction: Interaction,
  { requested, typed, earlier, key }: WantedStart,
  { person, reportStored }: Pick<Request, 'person' | 'reportStored'>,
): Promise<Document | null> {
  try {
    const requester = { ...requesterOf(interaction, person, earlier), typed };
    const once = (await requester.key?.()) ?? key;
    return await startDesign(interaction.context, requested, requester, once, reportStored, earlier);
  } catch (error) {
    if (!(error instanceof ChatFault)) throw error;
    interaction.context.log.warn('thread_not_opened', { error: error.message });
    return drawRefusal(error.message, typed);
  }
}
