import { recordPlaces } from '../../afterwards/places.ts';
import {
  assigneeOf,
  settledAfterwardsOf,
  standingOf,
  supersededBy,
  verdictsOf,
} from '../../afterwards/standing.ts';
import { differenceLabel, statementOf } from '../../divergence/labels.ts';
import { decisionInForce } from '../../outcome/outcome.ts';
import { policyOf } from '../../policy/decision-policy.ts';
import { UNKNOWN_NAME } from '../../vocabulary/claimed-name.ts';
import type { Afterwards, Design, Divergence } from '../../vocabulary/design.ts';
import type { Verdict } from '../../vocabulary/events.ts';
import { money, utcDay } from '../../vocabulary/figures.ts';
import { cutWords, listed } from '../../vocabulary/text.ts';
import { codeSpan, given, joined, type Line, line, prose, WHOLE } from '../document.ts';
import { person } from './people.ts';

type Of<Type extends Afterwards['type']> = Extract<Afterwards, { readonly type: Type }>;

/** Characters shown of a reason and of a later decision, where everything is said in a few sentences. */
const NOTE_CHARACTERS = 300;

/** Says how a decision stands, in all its sentences; empty where nobody has done anything with it. `needed`: people who must accept it. */
export function standingWords(design: Design, needed = policyOf(design.settings).acceptances): string {
  return standingSentences(design, needed).join(' ');
}

/** The same as a list: superseded, declined, accepted, then the steps that people do, then points settled since. */
export function standingSentences(design: Design, needed = policyOf(design.settings).acceptances): string[] {
  return [
    ...supersededSentences(design),
    ...verdictSentences(design, 'declined', needed),
    ...verdictSentences(design, 'accepted', needed),
    ...stepSentences(design),
    ...settledSentences(design),
  ];
}

/** *Superseded on 3 February 2027: “…”* */
export function supersededSentences(design: Design): string[] {
  const event = supersededBy(design);
  if (event === null) return [];
  const day = dayOf(design, event.at);
  // Readers of the later design may be others (A18).
  if (event.decision === '') return [`Superseded on ${day} by a design in another place.`];
  return [`Superseded on ${day}: “${cutWords(event.decision, NOTE_CHARACTERS)}”`];
}

/** *Accepted by Ana and Cem on 24 November.* Each verdict with a reason is a sentence of its own. */
export function verdictSentences(
  design: Design,
  verdict: Verdict,
  needed = policyOf(design.settings).acceptances,
): string[] {
  const all = verdictsOf(design).filter((event) => event.verdict === verdict);
  const count = verdict === 'accepted' && all.length < needed ? ` (${all.length} of ${needed})` : '';
  const word = verdict === 'accepted' ? 'Accepted' : 'Declined';
  const silent = all.filter(({ note }) => note === '');
  return [
    ...(silent.length === 0 ? [] : [`${word} ${judgesWords(design, silent)}${count}.`]),
    ...all
      .filter(({ note }) => note !== '')
      .map((event) => {
        const reason = cutWords(event.note, NOTE_CHARACTERS);
        return `${word} ${judgesWords(design, [event])}${silent.length === 0 ? count : ''}: “${reason}”`;
      }),
  ];
}

/** *by Ana and Cem on 24 November and by Dan on 25 November* */
function judgesWords(design: Design, verdicts: readonly Of<'decision_judged'>[]): string {
  const byDay = Map.groupBy(verdicts, ({ at }) => dayOf(design, at));
  return listed([...byDay].map(([day, its]) => `by ${listed(its.map(nameOf))} on ${day}`));
}

/**
 * How the decision stands as the status of a decision record, in the words of MADR 4: *accepted by Ana on 1 December*. `null` where it
 * stands as it ended.
 */
export function standingStatus(design: Design): Line | null {
  const standing = standingOf(design);
  const those = verdictsOf(design).filter(({ verdict }) => verdict === standing);
  const judged = given(judgesWords(design, those), WHOLE);
  switch (standing) {
    case 'superseded': {
      const later = supersededBy(design);
      return later === null
        ? null
        : line`superseded by ${codeSpan(later.successor)} on ${dayOf(design, later.at)}`;
    }
    case 'declined':
      return line`rejected: declined ${judged}${reasonsOf(those)}`;
    case 'accepted':
      return line`accepted ${judged}`;
    case 'decided':
      return null;
  }
}

function reasonsOf(verdicts: readonly Of<'decision_judged'>[]): Line {
  const reasons = verdicts.filter(({ note }) => note !== '').map(({ note }) => prose(note, WHOLE));
  return reasons.length === 0 ? [] : line` (${joined(reasons, '; ')})`;
}

/** Each person's newest word on the decision, with its day. */
export function verdictLines(design: Design): Line[] {
  return verdictsOf(design).map((event) => line`${dayOf(design, event.at)}: ${verdictLine(event)}`);
}

/** *Step 1: Ben, by 1 December.* for each step that somebody does. */
export function stepSentences(design: Design): string[] {
  const steps = decisionInForce(design)?.decision.steps ?? [];
  return steps.flatMap((_, index) => {
    const words = assigneeWords(design, index + 1);
    return words === '' ? [] : [`Step ${index + 1}: ${words}.`];
  });
}

/** *Ben, by 1 December*; empty where nobody does the step. `step`: its number, from 1. */
export function assigneeWords(design: Design, step: number): string {
  const assigned = assigneeOf(design, step);
  if (assigned === null) return '';
  const { to, date } = assigned;
  return date === '' ? to : `${to}, by ${dayOf(design, Date.parse(`${date}T00:00:00Z`))}`;
}

/** *Settled by Ana on 26 November: It can.* for each point settled after the end. */
export function settledSentences(design: Design): string[] {
  return design.divergences
    .map((divergence) => settledSentence(design, divergence))
    .filter((sentence) => sentence !== '');
}

/** The same of one point; empty where nobody has settled it since. */
export function settledSentence(design: Design, divergence: Divergence): string {
  const event = settledAfterwardsOf(design, divergence.id);
  if (event === null) return '';
  if (event.position === '') return `Left open by ${nameOf(event)} on ${dayOf(design, event.at)}.`;
  const chosen = statementOf(divergence, event.position);
  return `Settled by ${nameOf(event)} on ${dayOf(design, event.at)}: “${cutWords(chosen, NOTE_CHARACTERS)}”`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** *24 November*, in UTC; with its year where that is not the year in which the design ended. */
export function dayOf({ end }: Pick<Design, 'end'>, atMs: number): string {
  const [year, month, day] = utcDay(atMs).split('-').map(Number);
  const words = `${day} ${MONTHS[(month ?? 1) - 1]}`;
  return end !== null && new Date(end.at).getUTCFullYear() === year ? words : `${words} ${year}`;
}

function nameOf({ by }: { readonly by: string }): string {
  return by === '' ? UNKNOWN_NAME : by;
}

/** *Ana accepts the decision.* with what they say to it. */
export function verdictLine({ by, verdict, note }: Of<'decision_judged'>): Line {
  const does = verdict === 'accepted' ? 'accepts' : 'declines';
  return note === ''
    ? line`${person(by)} ${does} the decision.`
    : line`${person(by)} ${does} the decision: ${prose(note, WHOLE)}`;
}

/** *Step 1 is for Ben to do, by 2026-12-01 (Ana).* */
export function assignedLine({ step, to, date, by }: Of<'step_assigned'>): Line {
  if (to === '') return line`Nobody is named for step ${`${step}`} any more (${person(by)}).`;
  const until = date === '' ? '' : `, by ${date}`;
  return line`Step ${`${step}`} is for ${person(to)} to do${until} (${person(by)}).`;
}

/** The position that a person has chosen after the end, in its own words. */
export function settledAfterwardsLine({ divergences }: Design, event: Of<'point_settled'>): Line {
  const divergence = divergences.find(({ id }) => id === event.divergenceId);
  const position = divergence?.positions.find(({ id }) => id === event.position);
  const point =
    divergence === undefined ? '' : `${differenceLabel(divergence.id)} (${divergence.description})`;
  if (event.position === '') return line`${person(event.by)} leaves ${given(point, WHOLE)} open.`;
  return line`${person(event.by)} settles ${given(point, WHOLE)}: ${prose(position?.statement ?? '', WHOLE)}`;
}

/** A later design has decided otherwise. */
export function supersededLine({ decision }: Of<'decision_superseded'>): Line {
  if (decision === '') return line`A later design, in another place, decides otherwise.`;
  return line`A later design decides otherwise: ${prose(decision, WHOLE)}`;
}

/** What the record says, or that it does not. */
export function askedLine({ by, question, answer, isPrivate }: Of<'record_asked'>): Line {
  const how = isPrivate === true ? 'asks, privately' : 'asks';
  const said = answer.map(({ text, cites }) => `${text} (${cites.join(', ')})`).join(' ');
  return line`${person(by)} ${how}: ${prose(question, WHOLE)} — ${said === '' ? NOT_SAID : given(said, WHOLE)}`;
}

/** An answer that rests on nothing is none. */
export const NOT_SAID = 'The record does not say.';

/** The sentences of an answer, without what they rest on. */
export function answerLine({ answer }: Of<'record_asked'>, most = WHOLE): Line {
  if (answer.length === 0) return line`${NOT_SAID}`;
  return joined(
    answer.map(({ text }) => prose(text, most)),
    ' ',
  );
}

/** *Sources: Outsider’s claim A-1; Ana on Q2*; empty where there are none. */
export function sourcesWords(design: Design, { answer }: Of<'record_asked'>): string {
  const cited = [...new Set(answer.flatMap(({ cites }) => cites))];
  return cited.length === 0 ? '' : `Sources: ${cited.map((name) => sourceOf(design, name)).join('; ')}`;
}

/** A place of the record in words for people; its name where it is gone, as with words that were removed. */
export function sourceOf(design: Design, name: string): string {
  return recordPlaces(design).find((place) => place.name === name)?.source ?? name;
}

/** What an answer is, and what it has cost. */
export function answerMark({ costUsd, isRehearsal }: Of<'record_asked'>): string {
  const by = isRehearsal === true ? 'Rehearsal: quoted from the record without a model' : 'From the record';
  const cost = costUsd !== null && costUsd > 0 && costUsd < 0.005 ? 'less than $0.01' : money(costUsd);
  return `${by}; no part of the decision. ${isRehearsal === true ? '' : `${cost}.`}`.trim();
}
