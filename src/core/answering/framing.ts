import { cutWords } from '../../foundation/cut-text.ts';
import { placesOf } from '../questions/quoting/places.ts';
import { isQuoted } from '../questions/quoting/quotes.ts';
import { widen } from '../questions/quoting/widen-quote.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { FACILITATOR_ROLES } from '../vocabulary/event-parts.ts';
import { findById, type ParticipantId } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import { listLivingPersonas, roleHolderOf } from '../vocabulary/participants.ts';
import type { Author, SubmissionInput } from '../vocabulary/submission.ts';

/**
 * Fewest and most personas a frame picks: fewer see too little, more are not worth their cost. Our
 * judgement.
 */
const LEAST_PERSONAS = 4;
export const MOST_PERSONAS = 6;
const SHOWN_QUOTE_CHARACTERS = 200;

/** The form of a BCP 47 tag. */
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i;

type Framing = SubmissionInput<'frame'>;

/**
 * Personas a frame chooses from; none if people named the personas, or if so few are alive that all
 * are needed. A stand-in for a facilitator always takes part.
 */
export function listChoosablePersonas(design: Design): ParticipantId[] {
  const living = listLivingPersonas(design).map(({ id }) => id);
  const holders = FACILITATOR_ROLES.map((role) => roleHolderOf(design, role));
  const isChoice = design.namesPersonas !== true && living.length > LEAST_PERSONAS;
  return isChoice ? living.filter((id) => !holders.includes(id)) : [];
}

/**
 * Records the frame. It ends the design if the question is no design question; else it picks who
 * takes part.
 */
export function frameQuestion(draft: Draft, author: Author, input: Framing): Refusal | null {
  const { design } = draft;
  const { isDesignQuestion, reason, restated, language } = input;
  const frame = { isDesignQuestion, reason, restated, language };
  if (!isDesignQuestion) {
    if (design.skipsVerdict === true) return STARTS_ANYWAY;
    draft.record({
      type: 'question_framed',
      ...author,
      ...frame,
      decided: [],
      picked: [],
      released: [],
    });
    return null;
  }
  const isTag = LANGUAGE.test(language);
  const quotes = input.decided.map(({ quote }) => ({ quote, found: sentencesOf(quote, design) }));
  const problem = refuseForAll([
    ...(restated === ''
      ? [refuse('incomplete', '`restated` is empty: state the question in one sentence.')]
      : []),
    ...(isTag ? [] : [refuse('invalid', '`language` is not a BCP 47 tag, such as en or pt-BR.')]),
    ...quotes.flatMap(({ quote, found }) => (found === null ? [refuseUnquoted(quote)] : [])),
    ...checkChoice(
      listChoosablePersonas(design),
      listLivingPersonas(design).length,
      input.personas,
    ),
  ]);
  if (problem !== null) return problem;
  const decided = new Set(quotes.flatMap(({ found }) => found ?? []));
  draft.record({
    type: 'question_framed',
    ...author,
    ...frame,
    decided: [...decided],
    ...splitPersonas(design, input),
  });
  return null;
}

const STARTS_ANYWAY = refuse(
  'invalid',
  'A person has asked to start anyway, so it is a design question. Restate it as the nearest design question.',
);

/** The whole sentences of topic or context around these words; `null` if they occur in neither. */
function sentencesOf(quote: string, { topic, context }: Design): string | null {
  const text = [topic, ...context.map((item) => item.text)].find((each) => isQuoted(quote, each));
  if (text === undefined) return null;
  const [place] = placesOf(quote, text);
  return widen(quote, { text })?.quote ?? text.slice(place?.from, place?.to);
}

function refuseUnquoted(quote: string): Refusal {
  return refuse(
    'invalid',
    `“${cutWords(quote, SHOWN_QUOTE_CHARACTERS)}” is neither in the topic nor in its context. Copy whole words without changing any, or leave it out of \`decided\`.`,
  );
}

/** Problems with the personas named. One that died meanwhile cannot be chosen. */
function checkChoice(
  choice: readonly ParticipantId[],
  living: number,
  named: Framing['personas'],
): Refusal[] {
  if (choice.length === 0) return [];
  const problems = checkNamed(
    '`personas`',
    named.map(({ id }) => id),
    choice,
    {
      owed: choice,
      advice: 'say whether the question needs each',
    },
  );
  const taking = named.filter(({ takesPart }) => takesPart).length + living - choice.length;
  if (problems.length > 0 || (taking >= LEAST_PERSONAS && taking <= MOST_PERSONAS)) return problems;
  return [
    refuse('invalid', `${taking} would take part. Choose ${LEAST_PERSONAS} to ${MOST_PERSONAS}.`),
  ];
}

/** Splits living personas into picked and released, with their reasons. */
function splitPersonas(design: Design, { personas: named }: Framing) {
  const choice = listChoosablePersonas(design);
  const all = listLivingPersonas(design).map(({ id }) => {
    const persona = findById(named, id);
    const isLeftOut = choice.includes(id) && persona?.takesPart === false;
    return { isLeftOut, participant: id, reason: persona?.reason ?? '' };
  });
  const those = (isLeftOut: boolean) =>
    all
      .filter((each) => each.isLeftOut === isLeftOut)
      .map(({ participant, reason }) => ({ participant, reason }));
  return { picked: those(false), released: those(true) };
}
