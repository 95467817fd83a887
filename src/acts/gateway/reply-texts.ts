import { KEPT_DAYS } from '../../core/vocabulary/bounds.ts';
import type { OutsideCommand, Refusal, StartDesign } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { STEPS } from '../../core/vocabulary/event-parts.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { sayUnknownNumbers } from '../../presentation/talk/replies.ts';

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
  noDesign: `I have no design for this, so your message was not recorded. Designs are kept for ${KEPT_DAYS} days.`,
  writeInThread:
    'Replies to my private messages stay between us, so nothing was recorded. To answer a design, write in its thread.',
  answerInThread: (numbers: readonly string[]) =>
    `Nothing was recorded here. To answer ${listWords(numbers)}, write in the thread of its design.`,
  takenBackLate:
    'Withdrawn. Your words stay in this design’s record, but a follow-up will not see them. The decision does not change.',
  noted: 'Noted for the personas.',
  saved: 'Saved. It doesn’t change the result.',
  savedAtGate: 'Saved. To decide, press a button.',
  leftUnread:
    'Saved, but not read: too much was written during this wait. To ask something, mention me.',
  press: 'To decide, press a button.',
  pressOrAnswer:
    'To decide, press a button. If it was an answer, write its number in front: “Q1: …”.',
  requested: (quote: string) => `“${quote}”: here is how it stands. To decide, press a button.`,
  noSuchQuestion: (unknown: string) => `${unknown} Your words are kept with this design.`,
  tooLong: (characters: number, most: number) =>
    `This has ${characters.toLocaleString('en')} characters; the limit is ${most.toLocaleString('en')}, so nothing was recorded. Send it as a file or in parts.`,
  unreadable: (kind: string) =>
    `I can’t read ${kind}, so nothing was recorded. Please put it in words.`,
  othersUnread:
    'I read only what people write. Messages of bots, apps and webhooks are not considered: if one matters, say it in your own words.',
  notChanged: (why: string) => `Your change was not recorded. ${why}`,
  unread: (files: readonly { readonly name: string; readonly why: Unread }[], platform: string) =>
    [...Map.groupBy(files, ({ why }) => why)]
      .map(
        ([why, those]) =>
          `I did not read ${listWords(those.map(({ name }) => name))} (${WHY_UNREAD[why](platform)}).`,
      )
      .join(' '),
  shortened: (name: string, characters: number, of: number) =>
    `Only the first ${characters.toLocaleString('en')} of ${of.toLocaleString('en')} characters of ${name} are read.`,
} as const;

/** Says what becomes of words that nobody asked anything with. */
export function sayBecomes(design: Design): string {
  if (openGate(design) !== null) return REPLY_TEXTS.savedAtGate;
  // Words during signing are read after it.
  const isReadOn = design.end === null && STEPS.indexOf(design.step) <= STEPS.indexOf('signing');
  return isReadOn ? REPLY_TEXTS.noted : REPLY_TEXTS.saved;
}

/**
 * Says which question numbers of a reply are unknown, with the open ones. `null` if there are none,
 * before the first question, and at a gate, where no answers are awaited.
 */
export function explainNumbers(design: Design, replyId: string): string | null {
  const { questions, replies } = design;
  if (openGate(design) !== null) return null;
  const reply = replies.find(({ id }) => id === replyId) ?? { text: '' };
  const unknown = sayUnknownNumbers(reply, questions);
  return unknown === '' ? null : REPLY_TEXTS.noSuchQuestion(unknown);
}

export type ReplyCommand = Extract<
  Exclude<OutsideCommand, StartDesign>,
  { type: 'record_reply' | 'revise_reply' | 'withdraw_reply' }
>;

/**
 * Refusal for the author; `null` if nobody needs to know: a message deleted before it arrived is
 * unknown, and so are words that were never recorded, whose change has no effect.
 */
export function explainRefusal({ type }: ReplyCommand, { code, message }: Refusal): string | null {
  if (code === 'unknown_reference') return null;
  // Of a late withdrawal, the words are gone, as their author wanted.
  const isWithdrawn = type === 'withdraw_reply' && code === 'not_open';
  return type === 'record_reply' || isWithdrawn ? message : REPLY_TEXTS.notChanged(message);
}
