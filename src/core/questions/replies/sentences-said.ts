import type { Design, Reply } from '../../vocabulary/design.ts';
import type { GateId, QuestionId } from '../../vocabulary/ids.ts';
import { rememberFor } from '../../vocabulary/remember.ts';
import { hasLetter } from '../../vocabulary/text.ts';
import { nameOfReply } from '../quoting/named-replies.ts';
import type { Passage } from '../quoting/passages.ts';
import { rowsOf } from '../quoting/rows.ts';
import type { ShownText } from '../quoting/shown.ts';
import { isOverlapping, type Span } from '../quoting/span.ts';
import { introduce } from '../quoting/widen-quote.ts';
import { isAskedIn } from './answers-given.ts';
import { findTaken } from './questions.ts';
import { listNewest } from './versions.ts';

/** A sentence that a person said, and the name by which submissions refer to it. */
export interface SaidSentence {
  /**
   * `R2.4`: sentence 4 of the reply with number 2; `N1.1`: of the note at gate 1; `D1.1`: of the
   * note that settled difference 1; `T.1`: of the topic, and then of what the asker has decided.
   */
  readonly name: string;
  /** Id of the reply, gate or difference; `null` for the topic. */
  readonly replyId: string | null;
  readonly author: string;
  /** In its author's own letters, with what introduces it. */
  readonly text: string;
  /** Questions that it answers, or helps to answer. */
  readonly answers: readonly QuestionId[];
  /** It answered one, and others hold for it now. */
  readonly isGivenUp: boolean;
  /**
   * The auditor has to judge it. Of the topic only what the frame quoted as decided, forbidden or
   * given.
   */
  readonly isOwed: boolean;
}

/** Of the lines that introduce a sentence, which may be many; the message has the others. */
const LEAD_CHARACTERS = 200;

type Said = Pick<
  Design,
  'replies' | 'topic' | 'topicShown' | 'startedBy' | 'frame' | 'followUps' | 'gates' | 'divergences'
>;

/**
 * All sentences that people said, answers first, then notes, the topic and other remarks. Leaves
 * out what has no letter or digit, what is quoted from elsewhere, code that answers nothing, what
 * its author has edited since, what asks something of the bot, questions to the record, and
 * another's answer that somebody takes.
 */
export function listSaidSentences(design: Said): SaidSentence[] {
  const { replies } = design;
  const newest = new Set(listNewest(replies));
  const sentences = replies
    .filter(
      (reply) =>
        newest.has(reply) && !isAskedIn(design, reply) && findTaken(design, reply) === null,
    )
    .flatMap(sentencesOf);
  return [
    ...sentences.filter(({ answers }) => answers.length > 0),
    ...noteSentencesOf(design),
    ...topicSentencesOf(design),
    ...sentences.filter(({ answers }) => answers.length === 0),
  ];
}

const sentencesOf = rememberFor(cutIntoSentences);

function cutIntoSentences(reply: Reply): SaidSentence[] {
  const { id: replyId, author, text, answers, givenUp, request } = reply;
  return ownSentencesIn(reply).flatMap((row, index) => {
    const { kind, from, to } = row;
    const isIn = ({ spans }: { readonly spans: readonly Span[] }) =>
      spans.some((span) => isOverlapping(span, { from, to }));
    const of = answers.filter(isIn);
    const isGivenUp = of.length === 0 && givenUp.some(isIn);
    // Code that answers nothing is material. What is left out keeps its number, since a later turn
    // can read it as an answer.
    if (kind === 'code' && of.length === 0 && !isGivenUp) return [];
    if (request !== null && isIn(request)) return [];
    return [
      {
        name: `${nameOfReply(reply)}.${index + 1}`,
        replyId,
        author,
        text: introduce(text, row, LEAD_CHARACTERS),
        answers: [...new Set(of.map(({ questionId }) => questionId))],
        isGivenUp,
        isOwed: true,
      },
    ];
  });
}

const ANSWERS_NOTHING = { answers: [], isGivenUp: false } as const;

/**
 * The topic's sentences, and what else the frame quotes as decided, forbidden or given. All of the
 * topic is owed while nobody has framed it.
 */
function topicSentencesOf({ topic, topicShown, startedBy, frame }: Said): SaidSentence[] {
  const decided = (frame?.decided ?? []).map((quote) => ({ quote, at: topic.indexOf(quote) }));
  const own = ownSentencesIn({ text: topic, shown: topicShown })
    .filter(({ kind }) => kind === 'words')
    .map((row) => {
      const { from, to } = row;
      // A long quotation is cut inside a sentence, and one of a list leaves sentences out.
      const isIn = ({ quote, at }: (typeof decided)[number]) =>
        quote.includes(topic.slice(from, to)) ||
        (at !== -1 && isOverlapping({ from, to }, { from: at, to: at + quote.length }));
      const text = introduce(topic, row, LEAD_CHARACTERS);
      return { text, isOwed: frame === null || decided.some(isIn) };
    });
  const others = decided
    .filter(({ at }) => at === -1)
    .map(({ quote: text }) => ({ text, isOwed: true }));
  return [...own, ...others].map((sentence, index) => {
    return {
      name: `T.${index + 1}`,
      replyId: null,
      author: startedBy,
      ...sentence,
      ...ANSWERS_NOTHING,
    };
  });
}

/**
 * Notes at gates after which a turn still reads them, and those with which people settle a
 * difference.
 */
function noteSentencesOf({ gates, divergences }: Said): SaidSentence[] {
  const notes = [
    ...gates.flatMap(({ id, about, decision }) => {
      const isRead =
        decision?.choice === 'send_back' || (about === 'round' && decision?.choice !== 'stop');
      if (decision === null || !isRead) return [];
      const { note: text, by: author } = decision;
      return [{ replyId: id, name: nameOfNote(gates, id), text, author }];
    }),
    ...divergences.flatMap(({ id, settlement }) => {
      if (settlement?.outcome !== 'settled_by_person') return [];
      const { reason: text, person: author } = settlement;
      return [{ replyId: id, name: id, text, author }];
    }),
  ];
  return notes.flatMap(({ name, text, ...note }) =>
    ownSentencesIn({ text }).map((row, index) => {
      const words = introduce(text, row, LEAD_CHARACTERS);
      const sentence = { name: `${name}.${index + 1}`, text: words, isOwed: true };
      return { ...note, ...sentence, ...ANSWERS_NOTHING };
    }),
  );
}

/** `N1`: of the note at gate 1. */
export function nameOfNote(gates: Said['gates'], id: GateId): string {
  return `N${gates.findIndex((gate) => gate.id === id) + 1}`;
}

/** `true` for a sentence of a note. */
export function isOfNote({ name }: Pick<SaidSentence, 'name'>): boolean {
  return name.startsWith('N') || name.startsWith('D');
}

function ownSentencesIn(said: ShownText): readonly Passage[] {
  const isSaid = ({ from, to }: Span) => hasLetter(said.text.slice(from, to));
  return rowsOf(said).filter((row) => row.kind !== 'quotation' && isSaid(row));
}
