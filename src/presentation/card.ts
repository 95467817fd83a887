import type { Design } from '../core/vocabulary/design.ts';
import { remainingIn } from '../core/vocabulary/participants.ts';
import { rehearsalMark } from '../core/vocabulary/rehearsal.ts';
import { PHASES } from '../core/vocabulary/sets.ts';
import { phaseOf } from '../core/vocabulary/status.ts';
import { decisionStatusWords } from './afterwards.ts';
import { type Ending, endingOf } from './banner.ts';
import { controlsOf } from './controls.ts';
import { designSpentWords, modelsWords, readsWords } from './cost.ts';
import { earlierWords, followsUpWords, secondRunWords } from './earlier.ts';
import {
  alert,
  type Block,
  clickable,
  type Document,
  document,
  heading,
  italic,
  joined,
  type Line,
  line,
  lines,
  type Section,
  section,
  small,
  trusted,
  untrusted,
  untrustedMarkdown,
} from './format/document.ts';
import { pageSection } from './format/page-address.ts';
import { cutLine } from './format/plain.ts';
import { type Doing, type ParticipantView, shownParticipants } from './people.ts';
import { PHASE_WORDS } from './phases.ts';
import { sealsOf } from './proposal.ts';
import { doingWords } from './rounds.ts';
import { remainingWords } from './run/crash.ts';
import { marked, sealedWords, TEXTS } from './run/texts.ts';
import { silenceLine } from './run/weather.ts';
import { elapsedWords, lastChangeAt, waitingLine, waitingOf, waitingWords } from './waiting.ts';

const [CAUSE_CHARACTERS, STANDING_CHARACTERS] = [200, 600];

/**
 * The one message that is always current. While it runs: topic, phases, participants, and what it waits for. At the end: the
 * decision and what to do. `isWithPeople`: `false` where participants have their own place.
 */
export function cardDocument(design: Design, isWithPeople = true): Document {
  const ending = endingOf(design);
  const sections = (maxChars: number): Section[] => [
    section(...marked(markOf(design)), heading(design.topic, maxChars), ...before(design, maxChars)),
    ending === null ? runningSection(design, maxChars, isWithPeople) : endedSection(design, ending, maxChars),
    ...pageSection(design),
  ];
  const controls = clickable(design.id, controlsOf(design));
  return document(previewWords(design, ending), sections, { clickable: controls });
}

function markOf(design: Design): string {
  return rehearsalMark(design, design.end === null ? 'now' : 'afterwards');
}

const [PREVIEW_TOPIC, PREVIEW_SENTENCE] = [80, 100];

/**
 * The card as plain words for notifications and link previews: the topic, and the state or decision. Each is cut
 * separately, so that neither disappears.
 */
function previewWords(design: Design, ending: Ending | null): Line {
  const decided = untrustedMarkdown(ending?.sentence ?? '', PREVIEW_SENTENCE);
  const waiting = waitingOf(design);
  const rests = waiting?.kind === 'answers' || waiting?.kind === 'decision' || waiting?.kind === 'model';
  const state = ending?.headline ?? (rests ? waitingWords(waiting) : PHASE_WORDS[phaseOf(design.step)]);
  const mark = markOf(design);
  const head = [mark === '' ? '' : `${mark}.`, cutLine(design.topic, PREVIEW_TOPIC)].join(' ').trim();
  return joined([[trusted(head)], decided, [trusted(state)]], ' · ');
}

/** A longer topic is followed by its question in one sentence. */
const LONG_TOPIC = 200;

function before(design: Design, maxChars: number): Block[] {
  const { followUpDecision = '', earlier = [], carried, topic, frame } = design;
  const isLong = topic.length > LONG_TOPIC && (frame?.restated ?? '') !== '';
  const each = Math.max(maxChars, 200);
  return [
    ...(isLong ? [small(frame?.restated ?? '', each)] : []),
    ...(followUpDecision === '' ? [] : [small(followsUpWords(design), each)]),
    ...earlier.map((decision) => small(earlierWords(decision), each)),
    ...(carried === null ? [] : [lines([italic(secondRunWords(carried))])]),
  ];
}

function runningSection(design: Design, maxChars: number, isWithPeople: boolean): Section {
  const waiting = waitingOf(design);
  // Seals so far; after the reveal they are with the proposals.
  const sealed = design.step === 'proposing' ? sealedWords(sealsOf(design), isWithPeople) : '';
  const left = remainingIn(design);
  const texts = [
    isWithPeople ? peopleLine(shownParticipants(design), Math.min(maxChars, CAUSE_CHARACTERS)) : [],
    // Personas being replaced are named in the line before.
    left.dead === 0 ? [] : [trusted(remainingWords({ ...left, replaced: 0 }))],
    waiting === null ? [] : waitingLine(waiting, lastChangeAt(design), maxChars),
    silenceLine(design, maxChars),
  ].filter((each) => each.length > 0);
  const present = PHASES.indexOf(phaseOf(design.step));
  return section(
    { kind: 'phases', names: PHASES.map((each) => PHASE_WORDS[each]), present },
    ...(texts.length === 0 ? [] : [lines(...texts)]),
    small(
      [sealed, ...priceWords(design), ...sentWords(design)].filter((part) => part !== '').join(' · '),
      Math.max(maxChars, 200),
    ),
  );
}

/** The repository and the vendor, which receives its content and everything said here. */
function sentWords({ repository, participants, rehearsal, vendor = '' }: Design): string[] {
  const models = new Set(participants.map(({ model }) => model));
  return [
    repository === null ? '' : readsWords(repository),
    rehearsal ? '' : modelsWords([...models], vendor),
  ];
}

function endedSection(design: Design, ending: Ending, maxChars: number): Section {
  const { sentence, headline, level, status, told, hasKept } = ending;
  const next = status === 'failed' ? TEXTS.operatorSees : '';
  const after = [next, sentence === '' && hasKept ? TEXTS.kept : ''].join(' ').trim();
  const texts = [
    ...told.map((fact) => [untrusted(fact, maxChars)]),
    after === '' ? [] : [trusted(after)],
  ].filter((each) => each.length > 0);
  const standing = decisionStatusWords(design);
  // The thread has the details.
  const spent = sentence === '' ? [...priceWords(design), ...sentWords(design)] : [];
  const by = [TEXTS.askedBy(design.startedBy), ...spent];
  return section(
    ...(sentence === '' ? [] : [lines(untrustedMarkdown(sentence, maxChars, { bold: true }))]),
    alert(level, headline, maxChars),
    ...(standing === '' ? [] : [lines([untrusted(standing, Math.max(maxChars, STANDING_CHARACTERS))])]),
    ...(texts.length === 0 ? [] : [lines(...texts)]),
    small(by.filter((part) => part !== '').join(' · '), maxChars),
  );
}

function priceWords(design: Design): string[] {
  return [elapsedWords(design), designSpentWords(design, design.end === null)];
}

function peopleLine(people: readonly ParticipantView[], maxChars: number): Line {
  const name = ({ emoji, title }: ParticipantView) => untrusted(`${emoji} ${title}`, maxChars);
  const isOf = (kind: Doing['kind']) => people.filter(({ doing }) => doing.kind === kind);
  const those = (kind: Doing['kind']) => isOf(kind).map((person) => [name(person)]);
  const parts = people.map((person): Line => {
    if (person.doing.kind === 'released') return [];
    const { doing, emoji } = person;
    if (doing.kind === 'dead') return [untrusted(`${emoji} ${doing.story}`, maxChars)];
    const words = doingWords(doing);
    return words === '' ? [] : line`${name(person)} ${untrusted(words, maxChars)}`;
  });
  const [resting, unneeded] = [those('resting'), those('released')];
  const isAnybodyAtWork = resting.length > 0 && resting.length + unneeded.length < people.length;
  const together = !isAnybodyAtWork ? [] : line`${TEXTS.resting}: ${joined(resting, ', ')}`;
  const released = unneeded.length === 0 ? [] : line`${TEXTS.unneeded}: ${joined(unneeded, ', ')}`;
  return joined([...parts, together, released], ' · ');
}

/** A design's state, in a sentence without a full stop. */
export function standing(design: Design, maxChars: number): Line {
  const waiting = waitingOf(design);
  const state =
    waiting === null
      ? [trusted(PHASE_WORDS[phaseOf(design.step)])]
      : waitingLine(waiting, lastChangeAt(design), maxChars);
  return joined([state, silenceLine(design, maxChars)], '. ');
}
