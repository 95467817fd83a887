import { KEPT_DAYS } from '../../core/vocabulary/bounds.ts';
import type { OutsideCommand, Refusal, StartDesign } from '../../core/vocabulary/commands.ts';
import { listWords } from '../../core/vocabulary/text.ts';

export type Unread =
  | 'too_large'
  | 'not_text'
  | 'too_many'
  | 'elsewhere'
  | 'unreachable'
  | 'deleted'
  | 'over_limit'
  | 'forbidden'
  | 'sign_in';

const WHY_UNREAD: Readonly<Record<Unread, (platform: string) => string>> = {
  too_large: () => 'larger than 1 MB; send the part that matters as a text file',
  not_text: () => 'only text in UTF-8 can be read: text, Markdown, source, JSON, CSV, logs',
  too_many: () => 'only the first ten files of a message are read',
  elsewhere: (platform) => `stored outside ${platform}; send its text as a file`,
  unreachable: (platform) => `${platform} did not deliver it in time; send it again`,
  deleted: () => 'it was deleted',
  over_limit: (platform) =>
    `${platform} hides it, since the workspace is over its plan’s limit; send its text again`,
  forbidden: (platform) => `${platform} does not let Charrette read it; send its text instead`,
  sign_in: () =>
    'Charrette may not read files in this workspace; its operator can allow that with the scope files:read',
};

export const REPLY_TEXTS = {
  /** `how` completes the topic to a sentence. */
  keptLate: (how: string) => `${how}. Your words are saved. They don’t change its result.`,
  needsWords: 'An answer needs words, so this was not recorded: nobody can quote an emoji or a mark.',
  noDesign: `I have no design for this, so your message was not recorded. Designs are kept for ${KEPT_DAYS} days.`,
  writeInThread:
    'Replies to my private messages stay between us, so nothing was recorded. To answer a design, write in its thread.',
  answerInThread: (numbers: readonly string[]) =>
    `Nothing was recorded here. To answer ${listWords(numbers)}, write in the thread of its design.`,
  keptBeside: 'Your words are saved. They don’t change its result.',
  takenBackLate:
    'Withdrawn. Your words stay in this design’s record, but a follow-up will not see them. The decision does not change.',
  lookingUpAlone: (price: string) =>
    `Looking it up in the record. The answer comes here, for you alone.${price === '' ? '' : ` ${price}`}`,
  passedOn: 'Noted. The personas will see this; I can’t answer for them here.',
  readLate:
    'Noted. This will be read before the design ends, and the decision is revised if necessary; I can’t answer for the personas here.',
  kept: 'Saved. The personas will see this if they are asked again, or in a follow-up; I can’t answer for them here.',
  keptAtGate:
    'Saved. If this is a question, the answer comes here; otherwise the personas will see it if they are asked again, or in a follow-up.',
  leftUnread: 'Saved, but not read: too much was written during this wait. To ask something, mention me.',
  pressOne: (label: string) => `To do it, press ${label}.`,
  orAnswer: 'If it was an answer, write its number in front: “Q1: …”.',
  /** Each is followed by how the design stands. */
  nothingTo: {
    accept: 'There is nothing to accept now.',
    go_on: 'There is no wait for answers to end now.',
    stop: 'There is nothing to stop now.',
    cancel: 'There is nothing to cancel now.',
    retry: 'There is nothing to run again now.',
  },
  askedThis: 'sounds like a request. Here is the current state.',
  press: 'Typing doesn’t decide this. Use these buttons.',
  noSuchQuestion: (numbers: readonly string[], open: readonly string[]) =>
    `There is no ${listWords(numbers)} here. ${open.length === 0 ? 'No other question is open.' : `Open: ${listWords(open)}.`} Your words are kept with this design.`,
  follow_up: 'To go on from the decision and what you wrote, press Follow up… in its thread.',
  run_again: 'To run it again with what you wrote, press Run again in its thread.',
  tooLong: (characters: number, most: number) =>
    `This has ${characters.toLocaleString('en')} characters; the limit is ${most.toLocaleString('en')}, so nothing was recorded. Send it as a file or in parts.`,
  unreadable: (kinds: readonly string[]) =>
    `I can’t read ${listWords(kinds)}, so nothing was recorded. Please put it in words.`,
  othersUnread:
    'I read only what people write. Messages of bots, apps and webhooks are not considered: if one matters, say it in your own words.',
  notChanged: (why: string) => `Your change was not recorded. ${why}`,
  unread: (files: readonly { readonly name: string; readonly why: Unread }[], platform: string) =>
    [...Map.groupBy(files, ({ why }) => why)]
      .map(
        ([why, those]) =>
          `Not read: ${listWords(those.map(({ name }) => name))} (${WHY_UNREAD[why](platform)}).`,
      )
      .join(' '),
  shortened: (name: string, characters: number, of: number) =>
    `Only the first ${characters.toLocaleString('en')} of ${of.toLocaleString('en')} characters of ${name} are read.`,
} as const;

export type ReplyCommand = Extract<
  Exclude<OutsideCommand, StartDesign>,
  { type: 'record_reply' | 'revise_reply' | 'withdraw_reply' }
>;

/**
 * Refusal for the author; `null` if nobody needs to know: a message deleted before it arrived is unknown, and so are words
 * that were never recorded, whose change has no effect.
 */
export function explainRefusal({ type }: ReplyCommand, { code, message }: Refusal): string | null {
  if (code === 'unknown_reference') return null;
  // Of a late withdrawal, the words are gone, as their author wanted.
  const isWithdrawn = type === 'withdraw_reply' && code === 'not_open';
  return type === 'record_reply' || isWithdrawn ? message : REPLY_TEXTS.notChanged(message);
}
