import type { RecordPlace } from '../core/follow-up/places.ts';
import { namesOf } from '../core/questions/author.ts';
import { shortId } from '../core/vocabulary/figures.ts';
import { wordsOf } from '../core/vocabulary/ranked.ts';
import { FACTS, type Fact } from '../core/vocabulary/sets.ts';
import { listed } from '../core/vocabulary/text.ts';
import { spentIn } from './cost.ts';
import { atBeginning } from './format/people.ts';
import { linePlain } from './format/plain-document.ts';
import { timeWords } from './format/time.ts';
import { closedGateIn } from './gate-words.ts';
import { titlesIn } from './people.ts';
import type { DesignView } from './schema/view.ts';

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

const FACT_WORDS: Readonly<Record<Fact, (view: DesignView) => string>> = {
  where: (view) => `${whereFiles(view)}${view.published === null ? '' : ` Pull request: ${view.published}`}`,
  cost: (view) => `${spentIn(view)}${view.endedAt === null ? ' so far' : ''}.`,
  who: (view) => {
    const released = view.frame?.released ?? [];
    const personas = view.personas.filter(
      ({ id, role }) => role === 'persona' && !released.some(({ persona }) => persona === id),
    );
    const answered = namesOf(view.replies.filter(({ answers }) => answers.length > 0));
    const dissents = view.signatures.filter(({ verdict }) => verdict === 'dissents');
    const decided = view.closedGates.filter(({ by }) => by !== '');
    return [
      `${atBeginning(view.startedBy)} asked.`,
      ...(answered.length === 0 ? [] : [`Answered by ${listed(answered)}.`]),
      `Personas: ${listed(personas.map(({ title }) => title))}.`,
      ...(dissents.length === 0
        ? []
        : [
            `Dissents: ${linePlain(
              titlesIn(
                view,
                dissents.map(({ persona }) => persona),
              ),
            )}.`,
          ]),
      ...decided.map((gate) => linePlain(closedGateIn(gate))),
      ...(view.afterwards?.words ?? []),
    ].join(' ');
  },
  how_long: ({ took, startedAt, endedAt }) => {
    const ended = endedAt === null ? '' : `, ended ${timeWords(Date.parse(endedAt), true)} UTC`;
    return `${took}. Started ${timeWords(Date.parse(startedAt), true)} UTC${ended}.`;
  },
};

export function factIn(view: DesignView, fact: Fact): string {
  return FACT_WORDS[fact](view);
}

/** The facts as places of the record, for questions in words that code does not know. */
export function factPlaces(view: DesignView): RecordPlace[] {
  return FACTS.map((fact) => ({
    name: fact,
    source: FACT_LABELS[fact],
    text: `${FACT_LABELS[fact]} ${factIn(view, fact)}`,
  }));
}

const TO_READ = ['brief.md', 'adr.md', 'record.md', 'transcript.md'];

function whereFiles({ id, thread, page, files, proposals }: DesignView): string {
  const read = TO_READ.filter((name) => files.includes(name));
  if (files.length === 0) {
    const until =
      thread === null || proposals.length === 0 ? '' : ' The proposals are attached in the thread.';
    return `brief.md, adr.md, record.md and more are written when the design ends.${until}`;
  }
  const places = [
    ...(thread === null ? [] : ['below the result in the thread']),
    ...(page === null ? [] : [page]),
    `charrette open ${shortId(id)}`,
  ];
  return `${listed(read)}, and ${files.length - read.length} more: ${places.join('; ')}.`;
}
