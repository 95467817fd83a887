import type { RecordPlace } from '../../core/follow-up/places.ts';
import { authorNamesOf } from '../../core/questions/replies/author.ts';
import { shortenId } from '../../core/vocabulary/figures.ts';
import { FACTS, type Fact } from '../../core/vocabulary/sets.ts';
import { bareWordsOf, listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import { nameAtBeginning } from '../format/people.ts';
import { convertToPlain } from '../format/plain-document.ts';
import { sayTime } from '../format/time.ts';
import type { DesignView } from '../schema/view.ts';
import { drawStanding } from '../thread/card.ts';
import { READABLE_FILES } from '../thread/result.ts';
import { saySpent } from '../words/cost.ts';

export const FACT_LABELS: Readonly<Record<Fact, string>> = {
  where: 'Where is it?',
  cost: 'How much?',
  who: 'Who took part?',
  how_long: 'How long?',
};

/**
 * How a question about a fact begins, and the words that may follow, or have to after a blank;
 * without `SMALL_WORDS`. `it` is the design.
 */
const QUESTIONS: Readonly<
  Record<Fact, { readonly begins: readonly string[]; readonly follows: string }>
> = {
  where: {
    begins: ['where is ', 'where are ', 'where can i find '],
    follows: 'it adr brief files link pull request record transcript',
  },
  cost: {
    begins: ['how much', 'what does it cost', 'what did it cost', 'what will it cost'],
    follows: 'is was does did will has it cost spent',
  },
  who: {
    begins: ['who ', 'who is involved'],
    follows: 'it answered asked decided decides cancelled ended started took part',
  },
  how_long: {
    begins: [
      'how long',
      'how long until it is ',
      'how much longer',
      'how much time is left',
      'when is it ',
      'when will it be ',
      'what is eta',
    ],
    follows: 'does did will has it take taken done finished ready',
  },
};
/** Words that change nothing about such a question. */
const SMALL_WORDS = bareWordsOf('a already charrette far hey hi now ok please so still the us yet');
const ITSELF: Readonly<Record<string, string>> = { design: 'it', that: 'it', this: 'it' };
const MAX_CHARACTERS = 60;

/**
 * Facts that a text asks for in known words; none if there is anything else in it. They are only
 * shown.
 */
export function findFacts(text: string): Fact[] {
  if (text.length > MAX_CHARACTERS) return [];
  const words = bareWordsOf(text).map((word) => word.replace(/'s$/, ' is'));
  const asked = words
    .filter((word) => !SMALL_WORDS.includes(word))
    .map((word) => ITSELF[word] ?? word);
  const questions = asked.join(' ').replaceAll('it it', 'it').split(' and ');
  const facts = FACTS.filter((fact) => questions.some((question) => asksFor(question, fact)));
  return facts.length === questions.length ? facts : [];
}

function asksFor(question: string, fact: Fact): boolean {
  const { begins, follows } = QUESTIONS[fact];
  const known = bareWordsOf(follows);
  return begins.some(
    (begin) =>
      question.startsWith(begin) &&
      bareWordsOf(question.slice(begin.length)).every((word) => known.includes(word)),
  );
}

const FACT_WORDS: Readonly<Record<Fact, (view: DesignView) => string>> = {
  where: (view) =>
    `${nowIn(view)}${whereFiles(view)}${view.published === null ? '' : ` Pull request: ${view.published}`}`,
  cost: (view) => `${saySpent(view)}${view.endedAt === null ? ' so far' : ''}.`,
  who: (view) => {
    const released = view.frame?.released ?? [];
    const personas = view.personas.filter(
      ({ id, role }) => role === 'persona' && !released.some(({ persona }) => persona === id),
    );
    const answered = authorNamesOf(view.replies.filter(({ answers }) => answers.length > 0));
    const words = view.deciders.map(({ name, did }) => `${name} ${listWords(did)}.`);
    return compact(
      `${nameAtBeginning(view.startedBy)} asked.`,
      answered.length > 0 && `Answered by ${listWords(answered)}.`,
      `Personas: ${listWords(personas.map(({ title }) => title))}.`,
      ...(words.length === 0 ? ['Nobody has decided yet.'] : words),
    ).join(' ');
  },
  how_long: (view) => {
    const { took, startedAt, endedAt, forecast } = view;
    const began = `It started on ${sayTime(Date.parse(startedAt), true)} UTC`;
    return endedAt === null
      ? `${forecast} ${began}, and has taken ${took} so far.`
      : `It took ${took}. ${began}, and ended on ${sayTime(Date.parse(endedAt), true)} UTC.`;
  },
};

/** How far a design has got, in a sentence with a blank behind it; empty after the end. */
function nowIn(view: DesignView): string {
  return view.endedAt === null ? `${convertToPlain(drawStanding(view))}. ` : '';
}

export function sayFact(view: DesignView, fact: Fact): string {
  return FACT_WORDS[fact](view);
}

/** The facts as places of the record, for questions in words that code does not know. */
export function listFactPlaces(view: DesignView): RecordPlace[] {
  return FACTS.map((fact) => ({
    name: fact,
    source: FACT_LABELS[fact],
    text: `${FACT_LABELS[fact]} ${sayFact(view, fact)}`,
  }));
}

function whereFiles({ id, thread, page, files, proposals }: DesignView): string {
  if (files.length === 0) {
    const until =
      thread === null || proposals.length === 0 ? '' : ' The proposals are attached in the thread.';
    return `brief.md, record.md and more are written when the design ends.${until}`;
  }
  const read = READABLE_FILES.filter((name) => files.includes(name));
  const rest = `${files.length - read.length} more`;
  if (thread === null) {
    const places = compact(page, `charrette open ${shortenId(id)}`);
    return `${listWords(read)}, and ${rest}: ${places.join('; ')}.`;
  }
  const whereRest = page === null ? 'The operator has' : `${page} has these and`;
  return `${listWords(read)} are attached below the result in the thread. ${whereRest} ${rest}.`;
}
