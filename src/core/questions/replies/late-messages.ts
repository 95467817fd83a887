import { byteLengthOf } from '#foundation/cut-text.ts';
import { keepDefined } from '#foundation/keep-defined.ts';
import { BOUNDS } from '../../vocabulary/bounds.ts';
import { type Refusal, refuse } from '../../vocabulary/commands.ts';
import type { Design, Reply } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { isMoreThanQuestions } from './answers-given.ts';
import { authorFieldsOf } from './author.ts';
import { isVersionOf } from './versions.ts';

type LateWord = Design['lateWords'][number];
type Said = Pick<Reply, 'id' | 'author' | 'authorId' | 'via' | 'text' | 'shown'>;

/** Messages from after the end: the newest version of each, without withdrawn ones. */
export function listLateMessages({ lateWords }: Pick<Design, 'lateWords'>): LateWord[] {
  const newest = new Map(lateWords.map((each) => [each.id, each]));
  return [...newest.values()].filter(({ text }) => text !== '');
}

/** Words from after the end: those messages, without questions that the record has answered. */
export function lateWordsOf(design: Pick<Design, 'lateWords' | 'followUps'>): LateWord[] {
  const asked = design.followUps.flatMap((each) =>
    each.type === 'record_asked' && each.since === null ? (each.replyId ?? []) : [],
  );
  return listLateMessages(design).filter(
    (words) => !asked.includes(words.id) || isMoreThanQuestions(words),
  );
}

/** Replies for a continuing run: given in time, and not edited or withdrawn after the end. */
export function listRepliesLeft({
  replies,
  lateWords,
}: Pick<Design, 'replies' | 'lateWords'>): Reply[] {
  return replies.filter((reply) => !lateWords.some(({ id }) => isVersionOf(reply.id, id)));
}

/** The newest version of a message; `undefined` if there is none or it was withdrawn. */
export function findNewestWords({ replies, lateWords }: Design, replyId: string): Said | undefined {
  const late = lateWords.findLast(({ id }) => id === replyId);
  if (late !== undefined) return late.text === '' ? undefined : late;
  return replies.findLast(({ id }) => isVersionOf(id, replyId));
}

/** Refuses a late message beyond those that a design keeps. Withdrawing is never refused. */
export function refuseKeeping({ lateWords }: Design, text: string): Refusal | null {
  const bytes = [...lateWords, { text }].reduce((sum, words) => sum + byteLengthOf(words.text), 0);
  return lateWords.length >= BOUNDS.lateWords || bytes > BOUNDS.lateWordBytes ? FULL : null;
}

export function addLateWords(
  { lateWords }: Design,
  { id, text, shown, at, ...said }: EventOf<'reply_recorded'>,
): Pick<Design, 'lateWords'> {
  return {
    lateWords: [...lateWords, { id, ...authorFieldsOf(said), text, ...keepDefined({ shown }), at }],
  };
}

const FULL: Refusal = refuse(
  'not_open',
  `This design has ended and keeps at most ${BOUNDS.lateWords} messages and edits from after its end, ${BOUNDS.lateWordBytes / 1024 / 1024} MB in all. Start a design that follows up on it, and say it there.`,
);
