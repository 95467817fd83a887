import type { EventOf } from '../core/vocabulary/events.ts';
import { formatDay } from '../core/vocabulary/figures.ts';
import { listReviewControls } from './controls.ts';
import {
  bold,
  clickable,
  codeSpan,
  type Document,
  document,
  ifAny,
  join,
  type Line,
  line,
  lines,
  list,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';
import { drawPerson } from './format/people.ts';
import type { DesignView } from './schema/view.ts';

type Review = DesignView['reviews'][number];

/** The question whether a decision still holds, with why it is asked; later also what a person said. */
export function reviewIn(view: DesignView, { days, lines: changed, commit, answer }: Review): Document {
  const sentence = view.decision?.sentence ?? '';
  const why = [...days.map(reminderLine), ...drawChangedLine(changed, commit)];
  return document(
    join([line`${QUESTION} ${untrustedMarkdown(sentence)}`, ...why], ' '),
    (most) => [
      lines(bold(QUESTION), untrustedMarkdown(sentence, most)),
      list(why),
      answer !== null && lines(drawReviewed(answer, most)),
    ],
    { clickable: clickable(view.id, answer === null ? listReviewControls(view) : []) },
  );
}

const QUESTION = 'Does this decision still hold?';

/** The facts that the reminder is about; none for one that a person set. */
function reminderLine({ day, facts }: Review['days'][number]): Line {
  const about = join(
    facts.map((fact) => untrustedMarkdown(fact)),
    ' ',
  );
  return line`Reminder of ${dayOf(day)}${ifAny`: ${about}`}`;
}

function drawChangedLine(places: readonly string[], commit: string): Line[] {
  const all = join(
    places.map((place) => [codeSpan(place)]),
    ', ',
  );
  return places.length === 0 ? [] : [line`Changed, at commit ${codeSpan(commit.slice(0, 7))}: ${all}`];
}

/** *This decision is due for another look. Reminder of 1 March 2027.* */
export function drawDue({ days, lines: changed, commit }: EventOf<'review_due'>): Line {
  const why = [
    ...days.map((day) => reminderLine({ day, facts: [] })),
    ...drawChangedLine(
      changed.map(({ place }) => place),
      commit,
    ),
  ];
  return line`This decision is due for another look. ${join(why, '; ')}.`;
}

/** *Ana says that it still holds: we measured it. Next reminder: 1 June 2027.* */
export function drawReviewed(
  { by, note, day }: Pick<EventOf<'decision_reviewed'>, 'by' | 'note' | 'day'>,
  most = WHOLE,
): Line {
  const next = day === '' ? '' : ` Next reminder: ${dayOf(day)}.`;
  return note === ''
    ? line`${drawPerson(by)} says that it still holds.${next}`
    : line`${drawPerson(by)} says that it still holds: ${untrustedMarkdown(note, most)}${next}`;
}

function dayOf(day: string): string {
  return formatDay(Date.parse(day), 0);
}
