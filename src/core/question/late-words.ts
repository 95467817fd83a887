import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { BOUNDS, type EventOf } from '../vocabulary/events.ts';
import { byteLength } from '../vocabulary/text.ts';
import { isVersionOf } from './versions.ts';

type LateWord = EventOf<'late_words_recorded'>;
type Said = Pick<Reply, 'id' | 'author' | 'authorId' | 'text'>;

/** What people have said after the end, as it stands: of each message its newest words, without those that were taken back. */
export function lateWordsOf({ lateWords }: Pick<Design, 'lateWords'>): LateWord[] {
  const newest = new Map(lateWords.map((each) => [each.id, each]));
  return [...newest.values()].filter(({ text }) => text !== '');
}

/** What was said in time, without what its author has changed or taken back after the end: a design that goes on from this one reads the rest. */
export function repliesLeft({ replies, lateWords }: Pick<Design, 'replies' | 'lateWords'>): Reply[] {
  return replies.filter((reply) => !lateWords.some(({ id }) => isVersionOf(reply.id, id)));
}

/** The newest words of a message, whenever they were said; `undefined` where there are none, or they were taken back. */
export function newestWords({ replies, lateWords }: Design, replyId: string): Said | undefined {
  const late = lateWords.findLast(({ id }) => id === replyId);
  if (late !== undefined) return late.text === '' ? undefined : late;
  return replies.findLast(({ id }) => isVersionOf(id, replyId));
}

/** Keeps what is said after the end. It changes nothing else of the design. */
export function keepLateWords(draft: Draft, said: Said): Refusal | null {
  const { lateWords } = draft.design;
  const bytes = [...lateWords, said].reduce((sum, { text }) => sum + byteLength(text), 0);
  if (lateWords.length >= BOUNDS.lateWords || bytes > BOUNDS.lateWordBytes) return FULL;
  draft.record({ type: 'late_words_recorded', ...said });
  return null;
}

/** Taken back after the end they may be in any case, however much is kept already. */
export function takeLateWordsBack(draft: Draft, id: string, { author, authorId }: Said): void {
  const by = authorId === undefined ? { author } : { author, authorId };
  draft.record({ type: 'late_words_recorded', id, ...by, text: '' });
}

const FULL: Refusal = refuse(
  'not_open',
  `This design has ended, and no more is kept with it than ${BOUNDS.lateWords} messages and changes of them, or ${BOUNDS.lateWordBytes / 1024 / 1024} MB. Start a design that follows up on it, and say it there.`,
);
