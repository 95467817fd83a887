import type { Design } from '../../core/design.ts';
import { decisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { lateWordsOf } from '../../core/question/late-words.ts';
import { openGate } from '../../core/status.ts';
import { cardOf } from '../../core/thread/card.ts';
import { STOP_WORDS } from '../../core/words.ts';
import { statusDocument } from '../message/answers.ts';
import { standing } from '../message/card.ts';
import {
  clickable,
  type Document,
  document,
  given,
  line,
  lines,
  ours,
  section,
} from '../message/document.ts';
import type { GatewayContext } from './gateway-context.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

const TOPIC_CHARACTERS = 150;
const IN_ITS_THREAD = ' in its thread.';
const NEXT = {
  follow_up: { kind: 'follow_up', toDo: REPLY_TEXTS.followUp, typed: '@Charrette follow up: …' },
  run_again: { kind: 'run_again', toDo: REPLY_TEXTS.runAgain, typed: '@Charrette retry' },
} as const;

/**
 * For the author of words that came after the end: how the design ended, what became of the words, and one thing that can be
 * done next, as a button and as what can be typed; nothing where there is none.
 */
export function lateNotice(design: Design, mayRunAgain: boolean): Document {
  const { id, topic } = design;
  const kept = REPLY_TEXTS.keptLate(endedHow(design));
  const next = decisionInForce(design) !== null ? NEXT.follow_up : mayRunAgain ? NEXT.run_again : null;
  const step = next === null ? [] : line` ${next.toDo} ${ours(next.typed, { code: true })}${IN_ITS_THREAD}`;
  const about = (most: number) => given(topic, Math.min(most, TOPIC_CHARACTERS));
  return document(kept, (most) => [section(lines(line`“${about(most)}” ${given(kept, most)}${step}`))], {
    clickable: clickable(id, next === null ? [] : [{ kind: next.kind }]),
  });
}

/**
 * For somebody who has asked the bot something in the thread of a design that runs: what becomes of it, how it stands, and where
 * their question would be decided.
 */
export function askedNotice(design: Design): Document {
  const { passedOn, keptAtGate, decidedElsewhere } = REPLY_TEXTS;
  const what = openGate(design) === null && design.step !== 'writing' ? passedOn : keptAtGate;
  const state = (most: number) => standing(cardOf(design), most);
  return document(what, (most) => [section(lines(line`${what} ${state(most)}. ${decidedElsewhere}`))]);
}

/** Where it stands in full, with the way to its thread. */
export function statusAnswer(design: Design, { linkTo }: Pick<GatewayContext, 'linkTo'>): Document {
  const link = design.thread === null ? null : linkTo(design.thread);
  return statusDocument(cardOf(design), lateWordsOf(design), link);
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
