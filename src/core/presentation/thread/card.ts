import type { Design } from '../../vocabulary/design.ts';
import { remainingIn } from '../../vocabulary/participants.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import { PHASES } from '../../vocabulary/sets.ts';
import { phaseOf } from '../../vocabulary/status.ts';
import { standingWords } from '../decision/decision-status.ts';
import { type Ending, endingOf } from '../decision/ending.ts';
import { controlsOf } from '../format/controls.ts';
import {
  alert,
  type Block,
  clickable,
  type Document,
  document,
  given,
  heading,
  joined,
  type Line,
  line,
  lines,
  ours,
  prose,
  type Section,
  section,
  small,
} from '../format/document.ts';
import { pageSection } from '../format/page-address.ts';
import { cutLine } from '../format/plain.ts';
import { sealsOf } from '../proposals/proposal.ts';
import { silenceLine } from '../questions/silence.ts';
import { designSpentWords, modelsWords, readsWords } from '../run/cost.ts';
import { remainingWords } from '../run/crash.ts';
import { PHASE_WORDS } from '../run/phases.ts';
import { doingWords } from '../run/round.ts';
import { type Doing, type ShownParticipant, shownParticipants } from '../run/shown-participant.ts';
import { marked, sealedWords, TEXTS } from '../run/texts.ts';
import { elapsedWords, lastChangeAt, waitingOf } from '../run/waiting.ts';
import { waitingLine, waitingWords } from '../run/waiting-words.ts';
import { earlierWords, followsUpWords, secondRunWords } from '../start/earlier.ts';

const [CAUSE_CHARACTERS, STANDING_CHARACTERS] = [200, 600];

/** The one message that is always current. `isWithPeople`: false where they have a place of their own. While it runs: the topic, the way, who does what, whom it waits for. At the end: what was decided, and what one can do. */
export function cardDocument(design: Design, isWithPeople = true): Document {
  const ending = endingOf(design);
  const sections = (most: number): Section[] => [
    section(...marked(markOf(design)), heading(design.topic, most), ...before(design, most)),
    ending === null ? runningSection(design, most, isWithPeople) : endedSection(design, ending, most),
    ...pageSection(design),
  ];
  const controls = clickable(design.id, controlsOf(design));
  return document(previewWords(design, ending), sections, { clickable: controls });
}

/** Says that it is a rehearsal; else empty. */
function markOf(design: Design): string {
  return rehearsalMark(design, design.end === null ? 'now' : 'afterwards');
}

/** Characters of a topic, and of a decision, where there is room for some lines only. */
const [PREVIEW_TOPIC, PREVIEW_SENTENCE] = [80, 100];

/**
 * The card in its words alone, which notifications and previews of links to it show: the topic, and how it stands or what was
 * decided; each is cut by itself, so that the other is always there.
 */
function previewWords(design: Design, ending: Ending | null): Line {
  const decided = prose(ending?.sentence ?? '', PREVIEW_SENTENCE);
  const waiting = waitingOf(design);
  const rests = waiting?.kind === 'answers' || waiting?.kind === 'decision' || waiting?.kind === 'model';
  const state = ending?.headline ?? (rests ? waitingWords(waiting) : PHASE_WORDS[phaseOf(design.step)]);
  const mark = markOf(design);
  const head = [mark === '' ? '' : `${mark}.`, cutLine(design.topic, PREVIEW_TOPIC)].join(' ').trim();
  return joined([[ours(head)], decided, [ours(state)]], ' · ');
}

/** Characters of a topic beyond which its question is said again in a sentence. */
const LONG_TOPIC = 200;

function before(design: Design, most: number): Block[] {
  const { followUpDecision = '', lessons = [], carried, topic, frame } = design;
  const isLong = topic.length > LONG_TOPIC && (frame?.restated ?? '') !== '';
  const each = Math.max(most, 200);
  return [
    ...(isLong ? [small(frame?.restated ?? '', each)] : []),
    ...(followUpDecision === '' ? [] : [small(followsUpWords(design), each)]),
    ...lessons.map((lesson) => small(earlierWords(lesson), each)),
    ...(carried === null ? [] : [lines([ours(secondRunWords(carried), { italic: true })])]),
  ];
}

function runningSection(design: Design, most: number, isWithPeople: boolean): Section {
  const waiting = waitingOf(design);
  // As they land; once they are revealed they stand under the proposals.
  const sealed = design.step === 'proposing' ? sealedWords(sealsOf(design)) : '';
  const left = remainingIn(design);
  const texts = [
    isWithPeople ? peopleLine(shownParticipants(design), Math.min(most, CAUSE_CHARACTERS)) : [],
    // Who is being replaced is named in the line before.
    left.dead === 0 ? [] : [ours(remainingWords({ ...left, replaced: 0 }))],
    waiting === null ? [] : waitingLine(waiting, lastChangeAt(design), most),
    silenceLine(design, most),
  ].filter((each) => each.length > 0);
  const present = PHASES.indexOf(phaseOf(design.step));
  return section(
    { kind: 'phases', names: PHASES.map((each) => PHASE_WORDS[each]), present },
    ...(texts.length === 0 ? [] : [lines(...texts)]),
    small(
      [sealed, ...priceWords(design), ...sentWords(design)].filter((part) => part !== '').join(' · '),
      Math.max(most, 200),
    ),
  );
}

/** Names the repository that is read and the vendor of the models: its content and all words said here go to them. */
function sentWords({ repository, participants, rehearsal, vendor = '' }: Design): string[] {
  const models = new Set(participants.map(({ model }) => model));
  return [
    repository === null ? '' : readsWords(repository),
    rehearsal ? '' : modelsWords([...models], vendor),
  ];
}

function endedSection(design: Design, ending: Ending, most: number): Section {
  const { sentence, headline, level, status, told, hasKept } = ending;
  const next = status === 'failed' ? TEXTS.operatorSees : '';
  const after = [next, sentence === '' && hasKept ? TEXTS.kept : ''].join(' ').trim();
  const texts = [...told.map((fact) => [given(fact, most)]), after === '' ? [] : [ours(after)]].filter(
    (each) => each.length > 0,
  );
  const standing = standingWords(design);
  // How a decision was made stands in the thread.
  const spent = sentence === '' ? [...priceWords(design), ...sentWords(design)] : [];
  const by = [TEXTS.askedBy(design.startedBy), ...spent];
  return section(
    ...(sentence === '' ? [] : [lines(prose(sentence, most, { bold: true }))]),
    alert(level, headline, most),
    ...(standing === '' ? [] : [lines([given(standing, Math.max(most, STANDING_CHARACTERS))])]),
    ...(texts.length === 0 ? [] : [lines(...texts)]),
    small(by.filter((part) => part !== '').join(' · '), most),
  );
}

function priceWords(design: Design): string[] {
  return [elapsedWords(design), designSpentWords(design, design.end === null)];
}

/** Each participant that is doing something, with what it is; those at rest together at the end. */
function peopleLine(people: readonly ShownParticipant[], most: number): Line {
  const name = ({ emoji, title }: ShownParticipant) => given(`${emoji} ${title}`, most);
  const isOf = (kind: Doing['kind']) => people.filter(({ doing }) => doing.kind === kind);
  const those = (kind: Doing['kind']) => isOf(kind).map((person) => [name(person)]);
  const parts = people.map((person): Line => {
    if (person.doing.kind === 'released') return [];
    const { doing, emoji } = person;
    if (doing.kind === 'dead') return [given(`${emoji} ${doing.story}`, most)];
    const words = doingWords(doing);
    return words === '' ? [] : line`${name(person)} ${given(words, most)}`;
  });
  const [resting, unneeded] = [those('resting'), those('released')];
  const isAnybodyAtWork = resting.length > 0 && resting.length + unneeded.length < people.length;
  const together = !isAnybodyAtWork ? [] : line`${TEXTS.resting}: ${joined(resting, ', ')}`;
  const released = unneeded.length === 0 ? [] : line`${TEXTS.unneeded}: ${joined(unneeded, ', ')}`;
  return joined([...parts, together, released], ' · ');
}

/** Tells the state of a design, in a sentence without its end. */
export function standing(design: Design, most: number): Line {
  const waiting = waitingOf(design);
  const state =
    waiting === null
      ? [ours(PHASE_WORDS[phaseOf(design.step)])]
      : waitingLine(waiting, lastChangeAt(design), most);
  return joined([state, silenceLine(design, most)], '. ');
}
