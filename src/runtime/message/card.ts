import { PHASES } from '../../core/events.ts';
import { counted, duration, money } from '../../core/figures.ts';
import type { Card } from '../../core/thread/card.ts';
import type { ShownParticipant } from '../../core/thread/shown-participant.ts';
import type { Waiting } from '../../core/thread/waiting.ts';
import { PHASE_WORDS } from '../../core/words.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  given,
  type Inline,
  joined,
  type Line,
  line,
  lines,
  moment,
  ours,
  SMALL_PRINT,
  section,
} from './document.ts';
import { doingWords, named, TEXTS } from './texts.ts';

const TOPIC_CHARACTERS = 500;
const CAUSE_CHARACTERS = 200;
/** As git shortens it. */
const COMMIT_CHARACTERS = 7;

/** The topic, the progress, who does what, whom the design waits for, and in small print who reads what; and the controls. */
export function cardDocument(card: Card): Document {
  const { topic, headline, phase, designId, controls } = card;
  const notification = `${topic} · ${headline === '' ? PHASE_WORDS[phase] : headline}`;
  return document(notification, (most) => [section(lines(...cardLines(card, most)))], {
    clickable: clickable(designId, controls),
  });
}

function cardLines(card: Card, most: number): Line[] {
  return [
    ...(card.mark === '' ? [] : [[bold(`${card.mark}.`)]]),
    [given(card.topic, Math.min(most, TOPIC_CHARACTERS), { bold: true })],
    ...(card.isSecondRun
      ? [[ours([TEXTS.secondRun, card.leftBehind].join(' ').trim(), { italic: true })]]
      : []),
    progress(card),
    peopleLine(card.people, Math.min(most, CAUSE_CHARACTERS)),
    state(card, most),
    sent(card, Math.min(most, CAUSE_CHARACTERS)),
  ].filter((line) => line.length > 0);
}

function progress({ phase, isCompleted }: Card): Line {
  const present = PHASES.indexOf(phase);
  const names = PHASES.map((each, index): Line => {
    if (index < present || isCompleted) return line`● ${PHASE_WORDS[each]}`;
    return index > present ? line`○ ${PHASE_WORDS[each]}` : line`◐ ${bold(PHASE_WORDS[each])}`;
  });
  return joined(names, ' ─ ');
}

/** Each participant that is doing something, with what it is; those at rest together at the end. */
function peopleLine(people: readonly ShownParticipant[], most: number): Line {
  const name = ({ emoji, title }: ShownParticipant) => given(`${emoji} ${title}`, most);
  const parts = people.map((person): Line => {
    const { doing, emoji } = person;
    if (doing.kind === 'dead') return [given(`${emoji} ${doing.story}`, most)];
    const words = doingWords(doing);
    return words === '' ? [] : line`${name(person)} ${given(words, most)}`;
  });
  const resting = people.filter(({ doing }) => doing.kind === 'resting').map((person) => [name(person)]);
  const together = resting.length === 0 ? [] : line`${TEXTS.resting}: ${joined(resting, ', ')}`;
  return joined([...parts, together], ' · ');
}

function state(card: Card, most: number): Line {
  const { waiting, headline, elapsedMs, costUsd, costIsAtLeast, budgetUsd } = card;
  const ceiling = budgetUsd === null ? '' : ` of ${money(budgetUsd)}`;
  const ended = headline === '' ? [] : [given(headline, most, { bold: true })];
  const first = waiting === null ? ended : waitingLine(waiting, card.asOf, most);
  return joined(
    [first, line`${duration(elapsedMs)}`, line`${money(costUsd, costIsAtLeast)}${ceiling}`],
    ' · ',
  );
}

/** Which repository is read, and whose models: what is in it and what is said here goes to them. */
function sent({ sent: { repository, commit, models, vendor } }: Card, most: number): Line {
  const parts = [
    ...(repository === null ? [] : [TEXTS.reads(repository, commit.slice(0, COMMIT_CHARACTERS))]),
    ...(models.length === 0 ? [] : [TEXTS.models(named(models), vendor)]),
  ];
  return joined(
    parts.map((part) => [given(part, most, SMALL_PRINT)]),
    ' · ',
  );
}

function waitingLine(waiting: Waiting, asOf: number, most: number): Line {
  switch (waiting.kind) {
    case 'start':
      return line`${TEXTS.waitingForStart}`;
    case 'files':
      return line`${TEXTS.waitingForFiles}`;
    case 'answers':
      return until(ours(TEXTS.waitingForAnswers(waiting.open, waiting.of)), waiting.until, asOf);
    case 'decision':
      return until(ours(TEXTS.waitingForDecision), waiting.until, asOf);
    case 'participants': {
      const { titles, of, arguing } = waiting;
      const who = titles.length <= 2 ? named(titles) : TEXTS.ofAll(titles.length, of);
      const again = arguing !== null && arguing.time > 1 ? `, ${TEXTS.secondTime}` : '';
      const about = arguing === null ? '' : ` (${counted(arguing.divergences, 'difference')}${again})`;
      return until(given(`${TEXTS.waitingFor(who)}${about}`, most), waiting.until, asOf);
    }
  }
}

function until(words: Inline, at: number, asOf: number): Line {
  return line`${words}${TEXTS.atMostUntil}${moment(at, asOf)}`;
}
