import { decisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { isOutdated } from '../../core/synthesis/decided.ts';
import {
  clickable,
  type Document,
  document,
  given,
  type Line,
  line,
  lines,
  ours,
  section,
} from '../../core/telling/document.ts';
import { STOP_WORDS } from '../../core/telling/facts/ending.ts';
import { statusDocument, toThread } from '../../core/telling/message/answers.ts';
import { standing } from '../../core/telling/message/card.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { STEPS } from '../../core/vocabulary/events.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { type Person, whyNotCancel, whyNotDecide } from '../permission.ts';
import type { GatewayContext } from './gateway-context.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

const TOPIC_CHARACTERS = 150;

/**
 * For the author of words that came after the end: how the design ended, what became of the words, and one thing that can be
 * done next; nothing where there is none.
 */
export function lateNotice(
  { linkTo }: Pick<GatewayContext, 'linkTo'>,
  design: Design,
  mayRunAgain: boolean,
): Document {
  const { id, topic } = design;
  const next = decisionInForce(design) !== null ? 'follow_up' : mayRunAgain ? 'run_again' : null;
  const step = next === null ? '' : ` ${REPLY_TEXTS[next]}`;
  const kept = `${REPLY_TEXTS.keptLate(endedHow(design))}${step}`;
  const about = (most: number) => given(topic, Math.min(most, TOPIC_CHARACTERS));
  const way = wayTo(design, linkTo);
  return document(kept, (most) => [section(lines(line`“${about(most)}” ${given(kept, most)}${way}`))], {
    clickable: clickable(id, next === null ? [] : [{ kind: next }]),
  });
}

/** Tells if these are the first words of this person after the end, for which they get that notice. */
export function isFirstLate({ lateWords }: Design, replyId: string, author: string | null): boolean {
  return lateWords.find(({ authorId }) => authorId === author)?.id === replyId;
}

/**
 * For somebody who has named the bot in the thread of a design that runs, or may decide at its gate: what becomes of their words,
 * how it stands, and what can be typed or pressed; `null` for anybody else.
 */
export function openNotice(
  { policy, linkTo }: Pick<GatewayContext, 'policy' | 'linkTo'>,
  design: Design,
  person: Person,
  isToBot: boolean,
): Document | null {
  const { passedOn, kept, press, seeMore, orEnd } = REPLY_TEXTS;
  const isAtGate = openGate(design) !== null;
  const what = !isAtGate && isAskedOn(design) ? passedOn : kept;
  const mayPress = isAtGate && whyNotDecide(policy, person, design) === null;
  if (!mayPress && !isToBot) return null;
  const mayEnd = !isAtGate && whyNotCancel(policy, person, design) === null;
  const link = wayTo(design, linkTo);
  const end = mayEnd ? line`${orEnd} ${ours('@Charrette cancel', { code: true })}` : [];
  const typed = line`${seeMore} ${ours('@Charrette status', { code: true })}${end}.`;
  const next = mayPress ? line`${press}${link}` : typed;
  const state = (most: number) => standing(design, most);
  return document(what, (most) => [section(lines(line`${what} ${state(most)}. ${next}`))]);
}

/** Tells if anybody is still asked something unless a person wants it so: those who sign have already read what they sign. */
function isAskedOn(design: Design): boolean {
  const isBefore = STEPS.indexOf(design.step) < STEPS.indexOf('signing');
  return isBefore || (design.step === 'signing' && isOutdated(design));
}

/** Returns the full status of a design, with the link to its thread. */
export function statusAnswer(design: Design, { linkTo }: Pick<GatewayContext, 'linkTo'>): Document {
  return statusDocument(design, linkOf(design, linkTo));
}

/** The way to its thread behind words; nothing where that is not known. */
function wayTo(design: Design, linkTo: GatewayContext['linkTo']): Line {
  const url = linkOf(design, linkTo);
  return url === null ? [] : line` ${toThread(url)}`;
}

function linkOf({ thread }: Design, linkTo: GatewayContext['linkTo']): string | null {
  return thread === null ? null : linkTo(thread);
}

/** Continues its name. */
function endedHow(design: Design): string {
  const { decidedBy, stoppedBecause, stoppedBy } = outcomeOf(design);
  if (decisionInForce(design) !== null) return 'has ended with a decision';
  if (stoppedBecause === 'cancelled_by_person' && stoppedBy !== '') return `was cancelled by ${stoppedBy}`;
  if (stoppedBecause === 'decided_by_person' && decidedBy !== null) return `was stopped by ${decidedBy.by}`;
  return stoppedBecause === null || stoppedBecause === 'finished'
    ? 'has ended without a decision'
    : `has ended without a decision: ${STOP_WORDS[stoppedBecause]}`;
}
