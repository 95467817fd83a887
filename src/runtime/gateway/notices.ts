import type { Design } from '../../core/design.ts';
import type { GateChoice } from '../../core/events.ts';
import { decisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { lateWordsOf } from '../../core/question/late-words.ts';
import { acceptedAt, openGate } from '../../core/status.ts';
import { cardOf } from '../../core/thread/card.ts';
import { STOP_WORDS } from '../../core/words.ts';
import { statusDocument, toThread } from '../message/answers.ts';
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
  wordsDocument,
} from '../message/document.ts';
import { choiceLabel, TEXTS } from '../message/texts.ts';
import { type Person, whyNotCancel, whyNotDecide } from '../permission.ts';
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
 * done next, as a button and as what can be typed; nothing where there is none. What is said to the bot is not kept.
 */
export function lateNotice(design: Design, mayRunAgain: boolean, isKept = true): Document {
  const { id, topic } = design;
  const kept = isKept ? REPLY_TEXTS.keptLate(endedHow(design)) : `${endedHow(design)}.`;
  const next = decisionInForce(design) !== null ? NEXT.follow_up : mayRunAgain ? NEXT.run_again : null;
  const step =
    next === null ? [] : line` ${next.toDo(isKept)} ${ours(next.typed, { code: true })}${IN_ITS_THREAD}`;
  const about = (most: number) => given(topic, Math.min(most, TOPIC_CHARACTERS));
  return document(kept, (most) => [section(lines(line`“${about(most)}” ${given(kept, most)}${step}`))], {
    clickable: clickable(id, next === null ? [] : [{ kind: next.kind }]),
  });
}

/**
 * For somebody who has asked the bot something in the thread of a design that runs: what becomes of it, how it stands, and where
 * their question would be decided. `whyNot`: why it is not taken from this person.
 */
export function askedNotice(design: Design, whyNot: string | null = null): Document {
  const { passedOn, keptAtGate, decidedElsewhere } = REPLY_TEXTS;
  const isRead = openGate(design) === null && design.step !== 'writing';
  const what = whyNot ?? (isRead ? passedOn : keptAtGate);
  const state = (most: number) => standing(cardOf(design), most);
  return document(what, (most) => [section(lines(line`${what} ${state(most)}. ${decidedElsewhere}`))]);
}

/**
 * For somebody who has said a few words to the bot there that it does not know: how the design stands, and what can be typed. At a
 * gate, words that are one of its choices bring the button that is meant.
 */
export function openNotice(context: Decides, design: Design, person: Person, words: string): Document {
  const choice = choiceNotice(context, design, person, words);
  if (choice !== null) return choice;
  const state = (most: number) => standing(cardOf(design), most);
  const mayCancel = whyNotCancel(context.policy, person, design) === null;
  const { seeMore, orEnd, orDecide } = REPLY_TEXTS;
  const cancelled = mayCancel ? line`${orEnd} ${ours('@Charrette cancel', { code: true })}` : [];
  const end = openGate(design) === null ? cancelled : mayCancel ? line`${orDecide}` : [];
  const typed = line`${seeMore} ${ours('@Charrette status', { code: true })}${end}.`;
  return document(`${seeMore} @Charrette status`, (most) => [section(lines(line`${state(most)}. ${typed}`))]);
}

type Decides = Pick<GatewayContext, 'policy' | 'linkTo'>;

/** Words that are nothing but a choice, as people type it. */
const CHOICES: Readonly<Record<GateChoice, RegExp>> = {
  accept: /^(?:i )?(?:accept|accepted|approve|approved|agree|lgtm|looks good(?: to me)?)$/,
  send_back: /^send back$/,
  again: /^ask (?:them )?again$/,
  stop: /^stop(?: here)?$/,
};
/** The same where people are asked; `skip it` is said of one question. */
const FINISHES = {
  doneAnswering:
    /^(?:done|finished|that(?: is|[’']s) all|(?:i|we)(?: am| are|[’']m|[’']re) (?:done|finished))(?: answering)?$/,
  skip: /^skip(?: all| everything| the rest)?$/,
};
const AROUND = /\b(?:please|it|this|as it is|once)\b|[.,!…]/g;
const MAX_CHOICE_CHARACTERS = 40;

/** Which button does what these words say, for those who may press it; `null` where nothing of the kind can be chosen. */
export function choiceNotice(
  { policy, linkTo }: Decides,
  design: Design,
  person: Person,
  words: string,
): Document | null {
  if (words.length > MAX_CHOICE_CHARACTERS) return null;
  const typed = words.toLowerCase();
  const said = typed.replaceAll(AROUND, ' ').replaceAll(/\s+/g, ' ').trim();
  const gate = openGate(design);
  const choice = gate?.choices.find((each) => CHOICES[each].test(said));
  const refusal = whyNotDecide(policy, person, design);
  if (gate !== null && choice !== undefined) {
    if (refusal !== null) return wordsDocument(refusal);
    return pressDocument(REPLY_TEXTS.press, choiceLabel(choice, acceptedAt(design, gate)), design, linkTo);
  }
  const finishes = (['doneAnswering', 'skip'] as const).find((each) => FINISHES[each].test(said));
  // To anybody else it is a word like others.
  if (design.answering === null || finishes === undefined || refusal !== null || /\bit\b/.test(typed))
    return null;
  return pressDocument(REPLY_TEXTS.pressAnswering, TEXTS[finishes], design, linkTo);
}

function pressDocument(
  { before, after }: { readonly before: string; readonly after: string },
  label: string,
  design: Design,
  linkTo: GatewayContext['linkTo'],
): Document {
  const url = linkOf(design, linkTo);
  const link = url === null ? [] : line` ${toThread(url)}`;
  const press = line`${before} ${ours(label, { bold: true })} ${after}${link}`;
  return document(`${before} ${label} ${after}`, () => [section(lines(press))]);
}

/**
 * For somebody who changes a reply whose reading others have corrected, as it is before: the new words are read anew; `null` where
 * nobody has, or where everybody has read it by now.
 */
export function anewNotice({ answering, replies }: Design, replyId: string): string | null {
  const reply = answering === null ? undefined : replies.find(({ id }) => id === replyId);
  const by = [reply?.readBy, ...(reply?.answers ?? []).map((answer) => answer.by)];
  const names = [...new Set(by.filter((name) => name !== undefined))];
  return names.length === 0 ? null : REPLY_TEXTS.readAnew(names);
}

/** Where it stands in full, with the way to its thread. */
export function statusAnswer(design: Design, { linkTo }: Pick<GatewayContext, 'linkTo'>): Document {
  return statusDocument(cardOf(design), lateWordsOf(design), linkOf(design, linkTo));
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
