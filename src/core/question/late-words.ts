import { type CommandOf, type Refusal, refuse } from '../commands.ts';
import type { Design } from '../design.ts';
import type { Draft } from '../draft.ts';
import { BOUNDS, type EventOf } from '../events.ts';
import { byteLength } from '../text.ts';

type LateWord = EventOf<'late_words_recorded'>;

/** What people have said after the end, as it stands: of each message its newest words, without those that were taken back. */
export function lateWordsOf({ lateWords }: Pick<Design, 'lateWords'>): LateWord[] {
  const newest = new Map(lateWords.map((each) => [each.id, each]));
  return [...newest.values()].filter(({ text }) => text !== '');
}

/** Keeps what is said after the end. It changes nothing else of the design. */
export function keepLateWords(draft: Draft, said: Omit<LateWord, 'type' | 'at'>): Refusal | null {
  const { lateWords } = draft.design;
  const bytes = [...lateWords, said].reduce((sum, { text }) => sum + byteLength(text), 0);
  if (lateWords.length >= BOUNDS.lateWords || bytes > BOUNDS.lateWordBytes) return FULL;
  draft.record({ type: 'late_words_recorded', ...said });
  return null;
}

/** `null`: there are no such words. Taken back they may be in any case, however much is kept already. */
export function takeLateWordsBack(draft: Draft, { replyId }: CommandOf<'withdraw_reply'>): 'done' | null {
  const said = lateWordsOf(draft.design).find(({ id }) => id === replyId);
  if (said === undefined) return null;
  const { at: _, ...words } = said;
  draft.record({ ...words, text: '' });
  return 'done';
}

const FULL: Refusal = refuse(
  'not_open',
  `This design has ended, and no more is kept with it than ${BOUNDS.lateWords} messages and changes of them, or ${BOUNDS.lateWordBytes / 1024 / 1024} MB. Start a design that follows up on it, and say it there.`,
);
