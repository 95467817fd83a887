import { cutWords } from '../../foundation/cut-text.ts';
import { claimsOf } from '../proposals/labels.ts';
import { needsAssumption } from '../questions/replies/questions.ts';
import { listSaidSentences } from '../questions/replies/sentences-said.ts';
import { listNewest } from '../questions/replies/versions.ts';
import type { Design } from '../vocabulary/design.ts';
import { membersOf } from '../vocabulary/sets.ts';
import { type Decision, LISTED_PARTS } from '../vocabulary/submission.ts';
import type { Decided } from './decided.ts';
import { findMentionsFor } from './named-people.ts';
import { itemsOf, namePart, partFieldsOf, restsOf } from './parts.ts';
import { isQuotedFrom, listQuotations } from './quotations.ts';
import { findSpeakersFor } from './speakers.ts';

type Text = Pick<Decided, 'decision' | 'quoted'>;

export interface Doubt {
  /** The part that it is about: `decision`, `sentence 2`, `assumption 1`. */
  readonly about: string;
  /** Without a full stop. */
  readonly words: string;
  readonly advice: string;
}

/**
 * What the structure of a text shows to be wrong in its words: refused, and at the last try left to
 * stand as findings. An assumption for a question that was answered, a person who is named without
 * a sentence of theirs to rest on, and a quotation that stands nowhere.
 */
export function findDoubts(design: Design, text: Text): Doubt[] {
  return [
    ...listAssumedAlthoughAnswered(design, text.decision),
    ...listNamedWithoutWords(design, text),
    ...listQuotedFromNowhere(design, text),
  ];
}

function listAssumedAlthoughAnswered({ questions }: Design, { assumptions }: Decision): Doubt[] {
  const answered: string[] = questions.filter((each) => !needsAssumption(each)).map(({ id }) => id);
  return assumptions.flatMap(({ question }, index) => {
    const number = index + 1;
    const words = `Assumption ${number} is about ${question}, which was answered`;
    const advice = 'leave it out, and rest the decision on the answer';
    return answered.includes(question)
      ? [{ about: namePart('assumption', number), words, advice }]
      : [];
  });
}

interface Spoken {
  readonly about: string;
  readonly fields: readonly string[];
  /** Whose sentences bear it; `null` if a part of its kind has no bearers. */
  readonly authors: readonly string[] | null;
}

/**
 * A part that has bearers names whom it rests on; another one, somebody who said something about
 * what it says.
 */
function listNamedWithoutWords(design: Design, text: Text): Doubt[] {
  const mentionsIn = findMentionsFor(design);
  const speakersOn = findSpeakersFor(design, text.quoted);
  return partsSpokenIn(text).flatMap(({ about, fields, authors }) => {
    const words = fields.join('\n');
    const mentions = mentionsIn(words).filter(
      (people) => !people.some((each) => authors?.includes(each)),
    );
    if (mentions.length === 0) return [];
    const speakers = authors === null ? speakersOn(words) : [];
    const unheard = mentions
      .filter((people) => !people.some((person) => speakers.includes(person)))
      .map((people) => people.join(' or '));
    return [...new Set(unheard)].map((person) =>
      authors === null
        ? {
            about,
            words: `${person} is named in ${about}, and has said nothing about that`,
            advice: 'say what is so, without the name',
          }
        : {
            about,
            words: `${person} is named in ${sayPart(about)}, which rests on nothing that ${person} said`,
            advice: 'say what is so, or name a sentence of theirs in `rests`',
          },
    );
  });
}

function sayPart(about: string): string {
  return about === 'decision' ? 'the decision' : about;
}

function partsSpokenIn({ decision, quoted }: Text): Spoken[] {
  const speaking = (ids: readonly string[]) =>
    quoted.filter(({ name }) => ids.includes(name)).map(({ author }) => author);
  return [
    { about: 'decision', fields: [decision.sentence], authors: speaking(decision.rests) },
    ...membersOf(LISTED_PARTS).flatMap((part) =>
      itemsOf(decision, part).map((item, index) => ({
        about: namePart(part, index + 1),
        fields: Object.values(partFieldsOf(item)),
        authors: 'rests' in item ? speaking(restsOf(item)) : null,
      })),
    ),
  ];
}

const SHOWN_CHARACTERS = 120;

/**
 * Parts with a quotation that nobody said and no cited line has. One that names people quotes only
 * them, and another also the titles in the text.
 */
function listQuotedFromNowhere(design: Design, text: Text): Doubt[] {
  const mentionsIn = findMentionsFor(design);
  const { steps, rejected } = text.decision;
  const titles = [...steps.map(({ title }) => title), ...rejected.map(({ option }) => option)];
  return partsSpokenIn(text).flatMap(({ about, fields, authors }) => {
    const quotations = fields.flatMap(listQuotations);
    if (quotations.length === 0) return [];
    const named = mentionsIn(fields.join('\n')).flat();
    const sources =
      named.length > 0
        ? listSources(design, text, authors ?? named)
        : [...listSources(design, text, null), ...titles];
    return quotations
      .filter((quotation) => !isQuotedFrom(quotation, sources))
      .map((quotation) => ({
        about,
        words: `“${cutWords(quotation, SHOWN_CHARACTERS)}” is quoted in ${sayPart(about)}, and stands in nothing that it may quote`,
        advice:
          'copy the words unchanged, with a “not” beside them, or say it without quotation marks',
      }));
  });
}

/**
 * What a sentence may quote: people as they say it now, all of them or these authors, the question,
 * and lines that are cited.
 */
function listSources(
  design: Design,
  { quoted }: Text,
  authors: readonly string[] | null,
): string[] {
  const { replies, topic, context, divergences, audit } = design;
  const said = [...listNewest(replies), ...listSaidSentences(design), ...quoted];
  const cited = [...claimsOf(design), ...divergences.flatMap((each) => each.arguments)];
  return [
    ...said.filter(({ author }) => authors?.includes(author) ?? true).map((each) => each.text),
    topic,
    ...context.map((each) => each.text),
    ...cited
      .filter(({ check }) => check?.status !== 'failed')
      .flatMap(({ citation, check }) => [citation.quote, check?.excerpt ?? '']),
    ...(audit?.citations ?? []).map(({ excerpt = '' }) => excerpt),
  ];
}
