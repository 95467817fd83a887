import {
  findAcceptanceAtGate,
  findSuperseding,
  type Judged,
  verdictsOf,
} from '../../core/follow-up/decision-status.ts';
import { listRecordPlaces } from '../../core/follow-up/places.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { formatDay, formatMoney } from '../../core/vocabulary/figures.ts';
import { compact } from '../../foundation/compact.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import { type Line, line, untrusted, untrustedMarkdown } from '../format/document.ts';
import { drawPerson, nameAtBeginning } from '../format/people.ts';

type Asked = EventOf<'record_asked'>;

const NOTE_CHARACTERS = 300;

/**
 * How people judged the decision, a sentence each, oldest first. `atGate`: `null` where its gate is
 * told too.
 */
export function sayDecisionStatus(design: Design, atGate = findAcceptanceAtGate(design)): string[] {
  const superseding = findSuperseding(design);
  const accepted = atGate === null ? [] : [{ ...atGate, verdict: 'accepted' as const, note: '' }];
  return compact(
    ...[...accepted, ...verdictsOf(design)].map((each) =>
      sayVerdict(each, ` on ${formatDay(each.at)}`),
    ),
    superseding !== null && sayReplaced(` on ${formatDay(superseding.at)}`),
  );
}

/** *Ana accepted it on 24 November 2026: “We have the budget.”* */
function sayVerdict(
  { by, verdict, note }: Pick<Judged, 'by' | 'verdict' | 'note'>,
  when = '',
): string {
  const reason = note === '' ? '.' : `: “${cutWords(note, NOTE_CHARACTERS)}”`;
  return `${nameAtBeginning(by)} ${verdict} it${when}${reason}`;
}

/** The later decision is not quoted: it can be forgotten, or be for other people. */
function sayReplaced(when = ''): string {
  return `A later design replaced it${when}.`;
}

/** As it happens. */
export function drawVerdict({ verdict, ...judged }: EventOf<'decision_judged'>): Line {
  return verdict === null
    ? line`${sayReplaced()}`
    : [untrusted(sayVerdict({ verdict, ...judged }))];
}

/** A question with its answer, or that the record does not say. */
export function drawAsked(asked: Asked): Line {
  const { by, question, answer, isPrivate } = asked;
  if (isPrivate === true) return line`${drawPerson(by)} asked privately.`;
  const answerWords = answer
    .map(({ text, cites }) => (cites.length === 0 ? text : `${text} (${cites.join(', ')})`))
    .join(' ');
  const answered =
    answerWords === '' ? sayNotFound(asked) : line`From the record: ${untrusted(answerWords)}`;
  return line`${drawPerson(by)} asked: “${untrustedMarkdown(question)}” ${answered}`;
}

/** For an answer without sources. A rehearsal compares words, and reads nothing. */
export function sayNotFound({ isRehearsal }: Pick<Asked, 'isRehearsal'>): string {
  return isRehearsal === true
    ? 'No line of the record has enough of these words.'
    : 'The record does not say.';
}

/** A place of the record in words for people; its name if it no longer exists. */
export function sourceOf(design: Design, name: string): string {
  return listRecordPlaces(design).find((place) => place.name === name)?.source ?? name;
}

export function drawAnswerMark({ costUsd, isRehearsal }: Asked): string {
  if (isRehearsal === true) return 'Rehearsal: no model was asked; not part of the decision.';
  const cost =
    costUsd !== null && costUsd > 0 && costUsd < 0.005 ? 'less than $0.01' : formatMoney(costUsd);
  return `From the record; not part of the decision. ${cost}.`;
}
