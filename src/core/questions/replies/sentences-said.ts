import type { Design, Reply } from '../../vocabulary/design.ts';
import type { QuestionId } from '../../vocabulary/ids.ts';
import { nameOfReply } from '../quoting/named-replies.ts';
import { rowsOf } from '../quoting/rows.ts';
import { isOverlapping, type Span } from '../quoting/span.ts';
import { isAskedIn } from './said.ts';
import { baseOf } from './versions.ts';

/** A sentence that a person said, and the name by which submissions refer to it. */
export interface SaidSentence {
  /** `R2.4`: sentence 4 of the reply with number 2; `N1.1`: of the note at gate 1; `D1.1`: of the note that settled difference 1; `T.1`: of the topic, and then of what the asker has decided. */
  readonly name: string;
  /** Id of the reply, gate or difference; `null` for the topic. */
  readonly replyId: string | null;
  readonly author: string;
  /** In its author's own letters. */
  readonly text: string;
  /** Questions that it answers, or helps to answer. */
  readonly answers: readonly QuestionId[];
}

type Said = Pick<Design, 'replies' | 'topic' | 'startedBy' | 'frame' | 'followUps' | 'gates' | 'divergences'>;

/**
 * All sentences that people said, answers first, then notes, the topic and other remarks. Leaves out what has no letter or
 * digit, what is quoted from elsewhere, what its author has edited since, and questions to the record.
 */
export function listSaidSentences(design: Said): SaidSentence[] {
  const { replies } = design;
  const newest = new Set(new Map(replies.map((reply) => [baseOf(reply.id), reply])).values());
  const sentences = replies
    .filter((reply) => newest.has(reply) && !isAskedIn(design, reply))
    .flatMap(sentencesOf);
  return [
    ...sentences.filter(({ answers }) => answers.length > 0),
    ...noteSentencesOf(design),
    ...topicSentencesOf(design),
    ...sentences.filter(({ answers }) => answers.length === 0),
  ];
}

/** Cutting long replies into sentences is slow, and a reply never changes. */
const cut = new WeakMap<Reply, readonly SaidSentence[]>();

function sentencesOf(reply: Reply): readonly SaidSentence[] {
  const sentences = cut.get(reply) ?? cutIntoSentences(reply);
  cut.set(reply, sentences);
  return sentences;
}

function cutIntoSentences(reply: Reply): SaidSentence[] {
  const { id: replyId, author, text, answers } = reply;
  return ownSentencesIn(text).map((sentence, index) => {
    const of = answers.filter(({ spans }) => spans.some((span) => isOverlapping(span, sentence)));
    return {
      name: `${nameOfReply(reply)}.${index + 1}`,
      replyId,
      author,
      text: text.slice(sentence.from, sentence.to),
      answers: [...new Set(of.map(({ questionId }) => questionId))],
    };
  });
}

/** The topic's sentences, and those of its context that the asker calls decided. */
function topicSentencesOf({ topic, startedBy, frame }: Said): SaidSentence[] {
  const own = ownSentencesIn(topic).map(({ from, to }) => topic.slice(from, to));
  const decided = (frame?.decided ?? []).filter((quote) => !topic.includes(quote));
  return [...own, ...decided].map((text, index) => {
    return { name: `T.${index + 1}`, replyId: null, author: startedBy, text, answers: [] };
  });
}

/** Notes with which people send a decision back or settle a difference. */
function noteSentencesOf({ gates, divergences }: Said): SaidSentence[] {
  const notes = [
    ...gates.flatMap(({ id, decision }, index) => {
      if (decision?.choice !== 'send_back') return [];
      const { note: text, by: author } = decision;
      return [{ replyId: id, name: `N${index + 1}`, text, author }];
    }),
    ...divergences.flatMap(({ id, settlement }) => {
      if (settlement?.outcome !== 'settled_by_person') return [];
      const { reason: text, person: author } = settlement;
      return [{ replyId: id, name: id, text, author }];
    }),
  ];
  return notes.flatMap(({ name, text, ...note }) =>
    ownSentencesIn(text).map(({ from, to }, index) => {
      return { ...note, name: `${name}.${index + 1}`, text: text.slice(from, to), answers: [] };
    }),
  );
}

const HAS_LETTER = /[\p{L}\p{N}]/u;

function ownSentencesIn(text: string): readonly Span[] {
  return rowsOf(text).filter(({ isOwn, from, to }) => isOwn && HAS_LETTER.test(text.slice(from, to)));
}
