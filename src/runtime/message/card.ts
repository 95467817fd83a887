import { PHASES } from '../../core/events.ts';
import { counted, duration, money } from '../../core/figures.ts';
import { cutWords } from '../../core/text.ts';
import type { Card } from '../../core/thread/card.ts';
import type { ShownParticipant } from '../../core/thread/shown-participant.ts';
import type { Waiting } from '../../core/thread/waiting.ts';
import { PHASE_WORDS } from '../../core/words.ts';
import {
  alert,
  type Block,
  bold,
  clickable,
  type Document,
  document,
  given,
  heading,
  type Inline,
  joined,
  type Line,
  line,
  lines,
  moment,
  ours,
  type Section,
  section,
  small,
} from './document.ts';
import { inlineMarkdown } from './markdown.ts';
import { oneLine } from './plain.ts';
import { doingWords, levelOf, marked, named, sealedWords, TEXTS } from './texts.ts';

const CAUSE_CHARACTERS = 200;
/** As git shortens it. */
const COMMIT_CHARACTERS = 7;

/** While it runs: the topic, the way, who does what, whom it waits for. At the end: what was decided, and what one can do. */
export function cardDocument(card: Card): Document {
  const { topic, outcome, designId, controls } = card;
  const sections = (most: number): Section[] => [
    section(...marked(card.mark), heading(topic, most), ...followsUp(card, most), ...secondRun(card)),
    outcome === null ? runningSection(card, most) : endedSection(card, outcome, most),
  ];
  return document(previewWords(card), sections, { clickable: clickable(designId, controls) });
}

/** Characters of a topic, and of a decision, where there is room for some lines only. */
const [PREVIEW_TOPIC, PREVIEW_SENTENCE] = [80, 100];

/**
 * The card in its words alone, which notifications and previews of links to it show: the topic, and how it stands or what was
 * decided; each is cut by itself, so that the other is always there.
 */
function previewWords({ mark, topic, phase, waiting, outcome }: Card): string {
  const decided = inlineMarkdown(outcome?.sentence ?? '', PREVIEW_SENTENCE);
  const sentence = decided
    .map((each) => (each.kind === 'text' ? each.text : each.kind === 'link' ? (each.words ?? each.url) : ''))
    .join('');
  const state = outcome === null ? (waitingWords(waiting) ?? PHASE_WORDS[phase]) : outcome.headline;
  const head = [mark === '' ? '' : `${mark}.`, cutWords(oneLine(topic), PREVIEW_TOPIC)].join(' ').trim();
  return [head, sentence, state].filter((part) => part !== '').join(' · ');
}

/** What a person is waited for; `null` where nobody is. */
function waitingWords(waiting: Waiting | null): string | null {
  if (waiting?.kind === 'answers') return TEXTS.waitingForAnswers(waiting.open, waiting.of);
  if (waiting?.kind === 'decision') return waiting.isPause ? TEXTS.waitingToGoOn : TEXTS.waitingForDecision;
  return null;
}

function followsUp({ followUpDecision }: Card, most: number): Block[] {
  return followUpDecision === '' ? [] : [small(TEXTS.followsUp(followUpDecision), Math.max(most, 200))];
}

function secondRun({ carriedOver }: Card): Block[] {
  return carriedOver === '' ? [] : [lines([ours(TEXTS.secondRun(carriedOver), { italic: true })])];
}

function runningSection(card: Card, most: number): Section {
  const { phase, people, waiting, asOf, seals } = card;
  const sealed = sealedWords(seals);
  const texts = [
    peopleLine(people, Math.min(most, CAUSE_CHARACTERS)),
    waiting === null ? [] : waitingLine(waiting, asOf, most),
  ].filter((each) => each.length > 0);
  return section(
    { kind: 'phases', names: PHASES.map((each) => PHASE_WORDS[each]), present: PHASES.indexOf(phase) },
    ...(texts.length === 0 ? [] : [lines(...texts)]),
    small(
      [sealed, ...priceWords(card), ...sentWords(card)].filter((part) => part !== '').join(' · '),
      Math.max(most, 200),
    ),
  );
}

/** Which repository is read, and whose models: what is in it and what is said here goes to them. */
function sentWords({ sent: { repository, commit, models, vendor } }: Card): string[] {
  return [
    repository === null ? '' : TEXTS.reads(repository, commit.slice(0, COMMIT_CHARACTERS)),
    models.length === 0 ? '' : TEXTS.models(named(models), vendor),
  ];
}

function endedSection(card: Card, outcome: NonNullable<Card['outcome']>, most: number): Section {
  const { sentence, headline, status, told, hasKept, acceptedBy } = outcome;
  const isUndecided = status === 'needs_review' && sentence === '';
  const next = [isUndecided ? '' : TEXTS.nextStep[status], sentence === '' && hasKept ? TEXTS.kept : '']
    .join(' ')
    .trim();
  const texts = [...told.map((fact) => [given(fact, most)]), next === '' ? [] : [ours(next)]].filter(
    (each) => each.length > 0,
  );
  const by = [
    TEXTS.askedBy(card.startedBy),
    acceptedBy === '' ? '' : TEXTS.acceptedBy(acceptedBy),
    ...priceWords(card),
    ...sentWords(card),
  ];
  return section(
    ...(sentence === '' ? [] : [lines(inlineMarkdown(sentence, most, { bold: true }))]),
    alert(levelOf(outcome, headline), headline, most),
    ...(texts.length === 0 ? [] : [lines(...texts)]),
    small(by.filter((part) => part !== '').join(' · '), most),
  );
}

function priceWords({ elapsedMs, costUsd, costIsAtLeast, budgetUsd, outcome }: Card): string[] {
  const ceiling = budgetUsd === null || outcome !== null ? '' : ` of ${money(budgetUsd)}`;
  return [duration(elapsedMs), `${money(costUsd, costIsAtLeast)}${ceiling}`];
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
  const isAnybodyAtWork = resting.length > 0 && resting.length < people.length;
  const together = !isAnybodyAtWork ? [] : line`${TEXTS.resting}: ${joined(resting, ', ')}`;
  return joined([...parts, together], ' · ');
}

/** How it stands, in a sentence without its end. */
export function standing({ waiting, phase, asOf }: Card, most: number): Line {
  return waiting === null ? [ours(PHASE_WORDS[phase])] : waitingLine(waiting, asOf, most);
}

function waitingLine(waiting: Waiting, asOf: number, most: number): Line {
  switch (waiting.kind) {
    case 'start':
      return line`${TEXTS.waitingForStart}`;
    case 'files':
      return line`${TEXTS.waitingForFiles}`;
    case 'answers': {
      const words = waitingWords(waiting) ?? '';
      // Since when they are in is not known.
      return until(waiting.open === 0 ? bold(words) : sinceWhen(words, waiting), waiting.until, asOf);
    }
    case 'decision':
      return until(sinceWhen(waitingWords(waiting) ?? '', waiting), waiting.until, asOf);
    case 'participants': {
      const { titles, of, arguing } = waiting;
      const who = titles.length <= 2 ? named(titles) : TEXTS.ofAll(titles.length, of);
      const again = arguing !== null && arguing.time > 1 ? `, ${TEXTS.secondTime}` : '';
      const about = arguing === null ? '' : ` (${counted(arguing.divergences, 'difference')}${again})`;
      return until(given(`${TEXTS.waitingFor(who)}${about}`, most), waiting.until, asOf);
    }
  }
}

function sinceWhen(words: string, { since }: { readonly since: number }): Line {
  return line`${bold(words)}${TEXTS.since}${moment(since, since)}`;
}

function until(words: Inline | Line, at: number, asOf: number): Line {
  return line`${words}${TEXTS.atMostUntil}${moment(at, asOf)}`;
}
