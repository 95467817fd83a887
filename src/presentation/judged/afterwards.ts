import {
  type DecisionStatus,
  decisionStatusOf,
  findAcceptanceAtGate,
  findSuperseding,
  type Judged,
  verdictsOf,
} from '../../core/follow-up/decision-status.ts';
import { listRecordPlaces } from '../../core/follow-up/places.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Verdict } from '../../core/vocabulary/event-parts.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { formatDay, formatMoney } from '../../core/vocabulary/figures.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import { type Line, line, untrusted, untrustedMarkdown } from '../format/document.ts';
import { drawPerson, nameOf } from '../format/people.ts';

type Asked = EventOf<'record_asked'>;

const NOTE_CHARACTERS = 300;

/** The decision's status: superseded, declined, accepted, in this order; empty if no one has done anything with it. */
export function sayDecisionStatus(design: Design): string[] {
  return [...saySuperseded(design), ...sayVerdicts(design, 'declined'), ...sayVerdicts(design, 'accepted')];
}

/** How a decision stands, to begin its headline; people decide nothing in a rehearsal. */
export interface Standing {
  readonly is: DecisionStatus;
  /** *Declined by Cem on 24 November*; empty if it is only decided. */
  readonly words: string;
}

export function standingOf(design: Design): Standing {
  const is = design.rehearsal ? 'decided' : decisionStatusOf(design);
  if (is === 'decided') return { is, words: '' };
  if (is === 'superseded') return { is, words: saySuperseded(design).join(' ').replace(/\.$/, '') };
  const judged = verdictsOf(design).filter(({ verdict }) => verdict === is);
  if (is === 'declined') return { is, words: `Declined ${judgesWords(design, judged)}` };
  const atGate = findAcceptanceAtGate(design);
  const words = compact(
    atGate !== null && `by ${nameOf(atGate.by)}`,
    judged.length > 0 && judgesWords(design, judged),
  );
  return { is, words: `Decision accepted ${listWords(words)}` };
}

/** The sentences of the status that its headline does not say: reasons, and verdicts that it outweighs. */
export function sayBesidesHeadline(design: Design): string[] {
  const { is } = standingOf(design);
  if (is === 'decided') return sayDecisionStatus(design);
  return [
    ...(is === 'superseded' ? sayVerdicts(design, 'declined') : reasonSentences(design, 'declined')),
    ...(is === 'accepted' ? reasonSentences(design, 'accepted') : sayVerdicts(design, 'accepted')),
  ];
}

const WORDS: Readonly<Record<Verdict, string>> = { accepted: 'Accepted', declined: 'Declined' };

/**
 * *Superseded on 3 February 2027 by a later design.* The later decision is not quoted: it can be forgotten, or be for other
 * people.
 */
function saySuperseded(design: Design): string[] {
  const event = findSuperseding(design);
  return event === null ? [] : [`Superseded on ${dayOf(design, event.at)} by a later design.`];
}

/** *Accepted by Ana and Cem on 24 November.* Each verdict with a reason is a sentence of its own. */
export function sayVerdicts(design: Design, verdict: Verdict): string[] {
  const silent = verdictsOf(design).filter((event) => event.verdict === verdict && event.note === '');
  return compact(
    silent.length > 0 && `${WORDS[verdict]} ${judgesWords(design, silent)}${sayRehearsal(design)}.`,
    ...reasonSentences(design, verdict),
  );
}

function reasonSentences(design: Design, verdict: Verdict): string[] {
  return verdictsOf(design)
    .filter((event) => event.verdict === verdict && event.note !== '')
    .map((event) => {
      const reason = cutWords(event.note, NOTE_CHARACTERS);
      return `${WORDS[verdict]} ${judgesWords(design, [event])}${sayRehearsal(design)}: “${reason}”`;
    });
}

function sayRehearsal({ rehearsal }: Design): string {
  return rehearsal ? ', in a rehearsal' : '';
}

/** *by Ana and Cem on 24 November and by Dan on 25 November* */
function judgesWords(design: Design, verdicts: readonly Judged[]): string {
  const byDay = Map.groupBy(verdicts, ({ at }) => dayOf(design, at));
  return listWords(
    [...byDay].map(([day, its]) => `by ${listWords(its.map((each) => nameOf(each.by)))} on ${day}`),
  );
}

/** *24 November* in UTC, with the year unless the design ended in it. */
function dayOf({ end, startedAt }: Design, atMs: number): string {
  return formatDay(atMs, end?.at ?? startedAt);
}

/** *Ana accepts the decision.*, with their note. */
export function drawVerdict({
  by,
  verdict,
  note,
}: Pick<EventOf<'decision_judged'>, 'by' | 'verdict' | 'note'>): Line {
  if (verdict === null) return line`A later design superseded this decision.`;
  const does = verdict === 'accepted' ? 'accepts' : 'declines';
  return note === ''
    ? line`${drawPerson(by)} ${does} the decision.`
    : line`${drawPerson(by)} ${does} the decision: ${untrustedMarkdown(note)}`;
}

/** A question with its answer, or that the record does not say. */
export function drawAsked({ by, question, answer, isPrivate }: Asked): Line {
  if (isPrivate === true) return line`${drawPerson(by)} asks, privately.`;
  const answerWords = answer
    .map(({ text, cites }) => (cites.length === 0 ? text : `${text} (${cites.join(', ')})`))
    .join(' ');
  return line`${drawPerson(by)} asks: ${untrustedMarkdown(question)} — ${answerWords === '' ? NOT_SAID : untrusted(answerWords)}`;
}

/** For an answer without sources. */
export const NOT_SAID = 'The record does not say.';

/** A place of the record in words for people; its name if it no longer exists. */
export function sourceOf(design: Design, name: string): string {
  return listRecordPlaces(design).find((place) => place.name === name)?.source ?? name;
}

export function drawAnswerMark({ costUsd, isRehearsal, answer }: Asked): string {
  if (isRehearsal === true)
    return `Rehearsal: ${answer.length === 0 ? 'no model looked it up' : 'quoted from the record without a model'}; not part of the decision.`;
  const cost = costUsd !== null && costUsd > 0 && costUsd < 0.005 ? 'less than $0.01' : formatMoney(costUsd);
  return `From the record; not part of the decision. ${cost}.`;
}
