import { publicationOf } from '../core/follow-up/decision-status.ts';
import type { RecordPlace } from '../core/follow-up/places.ts';
import { fileNames } from '../core/outcome/file-names.ts';
import { namesOf } from '../core/questions/author.ts';
import { answersIn } from '../core/questions/questions.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { shortId } from '../core/vocabulary/figures.ts';
import { isReleased } from '../core/vocabulary/participants.ts';
import { wordsOf } from '../core/vocabulary/ranked.ts';
import { FACTS, type Fact } from '../core/vocabulary/sets.ts';
import { listed } from '../core/vocabulary/text.ts';
import { decisionStatusSentences } from './afterwards.ts';
import { spentIn } from './cost.ts';
import { atBeginning } from './format/people.ts';
import { linePlain } from './format/plain-document.ts';
import { timeWords } from './format/time.ts';
import { gateClosedLine } from './view/gate.ts';
import { viewOf } from './view/view.ts';

export const FACT_LABELS: Readonly<Record<Fact, string>> = {
  where: 'Where is it?',
  cost: 'What did it cost?',
  who: 'Who took part?',
  how_long: 'How long did it take?',
};

/** Words by which a question is about a fact. */
const FIXED_WORDS: Readonly<Record<Fact, readonly string[]>> = {
  where: ['where', 'where’s', "where's", 'file', 'files', 'adr', 'pull'],
  cost: ['cost', 'costs', 'price', 'expensive', 'spent'],
  who: ['who', 'whom'],
  how_long: ['long', 'when', 'duration'],
};
/** Words that such a question may have besides. */
const OTHER_WORDS =
  'a about all an and answered any are asked at began begin begun brief can decide decided decision design did discussion do does end ended find for from get given has have how i in is it its me much of on or ordered part participated people personas please record request see signed so start started stored take taken tell that the there these this time to took transcript was we were what with you your'.split(
    ' ',
  );

/** Facts that a question asks for in fixed words alone; none if it has any other word. They are only shown (A17). */
export function factsIn(question: string): Fact[] {
  const words = [...wordsOf(question)];
  const isFixed = (word: string) =>
    OTHER_WORDS.includes(word) || FACTS.some((fact) => FIXED_WORDS[fact].includes(word));
  return words.every(isFixed)
    ? FACTS.filter((fact) => words.some((word) => FIXED_WORDS[fact].includes(word)))
    : [];
}

const FACT_WORDS: Readonly<Record<Fact, (design: Design) => string>> = {
  where: (design) => {
    const published = publicationOf(design);
    const pull = published === null ? '' : ` Pull request: ${published.url}`;
    return `${whereFiles(design)}${pull}`;
  },
  cost: (design) => `${spentIn(viewOf(design))}${design.end === null ? ' so far' : ''}.`,
  who: (design) => {
    const personas = design.participants.filter(
      ({ id, role }) => role === 'persona' && !isReleased(design, id),
    );
    const answered = namesOf(design.replies.filter((reply) => answersIn(reply).length > 0));
    const dissents = design.signatures.filter(({ verdict }) => verdict === 'dissents');
    const titlesOf = (those: readonly { readonly participant: string }[]) =>
      listed(
        design.participants
          .filter(({ id }) => those.some((each) => each.participant === id))
          .map(({ title }) => title),
      );
    return [
      `${atBeginning(design.startedBy)} asked.`,
      ...(answered.length === 0 ? [] : [`Answered by ${listed(answered)}.`]),
      `Personas: ${listed(personas.map(({ title }) => title))}.`,
      ...(dissents.length === 0 ? [] : [`Dissents: ${titlesOf(dissents)}.`]),
      ...design.gates
        .filter(({ decision }) => decision !== null && decision.by !== '')
        .map((gate) => linePlain(gateClosedLine(design, gate))),
      ...decisionStatusSentences(design),
    ].join(' ');
  },
  how_long: (design) => {
    const { startedAt, end } = design;
    const ended = end === null ? '' : `, ended ${timeWords(end.at, true)} UTC`;
    return `${viewOf(design).took}. Started ${timeWords(startedAt, true)} UTC${ended}.`;
  },
};

export function factWords(design: Design, fact: Fact): string {
  return FACT_WORDS[fact](design);
}

/** The facts as places of the record, for questions in words that code does not know. */
export function factPlaces(design: Design): RecordPlace[] {
  return FACTS.map((fact) => ({
    name: fact,
    source: FACT_LABELS[fact],
    text: `${FACT_LABELS[fact]} ${factWords(design, fact)}`,
  }));
}

const TO_READ = ['brief.md', 'adr.md', 'record.md', 'transcript.md'];

function whereFiles({ id, thread, page, files, revealedSince }: Design): string {
  const names = fileNames(files);
  const read = TO_READ.filter((name) => names.includes(name));
  if (names.length === 0) {
    const until =
      thread === null || revealedSince === null ? '' : ' The proposals are attached in the thread.';
    return `brief.md, adr.md, record.md and more are written when the design ends.${until}`;
  }
  const places = [
    ...(thread === null ? [] : ['below the result in the thread']),
    ...(page === undefined ? [] : [page]),
    `charrette open ${shortId(id)}`,
  ];
  return `${listed(read)}, and ${names.length - read.length} more: ${places.join('; ')}.`;
}
