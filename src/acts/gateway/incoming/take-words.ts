/**
 * Words for a design, from its thread: left or answered at once where no turn has to read them,
 * else recorded with the files of their message.
 */

import { linesOf } from '#core/questions/quoting/lines.ts';
import { joinShown, limitShown, type ShownText, showAs } from '#core/questions/quoting/shown.ts';
import { isUnnamed } from '#core/questions/replies/author.ts';
import { openQuestions } from '#core/questions/replies/questions.ts';
import { markedMessageOf } from '#core/thread/desired-messages.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import type { Person } from '#engine/access/permission.ts';
import { cutWords } from '#foundation/cut-text.ts';
import { No } from '#foundation/no.ts';
import { RETRY_POLICIES } from '#foundation/retry.ts';
import { ChatFault } from '#ports/chat.ts';
import { NEEDS_WORDS } from '#presentation/talk/replies.ts';
import { replyOf } from '../../runs/reply.ts';
import { addHeading, type FetchFile, readAttachments, remarkOn } from '../attachments.ts';
import { isMarked, keepMark } from '../marks.ts';
import { callAgain } from '../platform-access.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import { answerByCode, isKnownToCode } from '../verbs/how-it-stands.ts';
import { whoOf } from '../verbs/verbs.ts';
import { removeMention } from './mentions.ts';
import {
  askingAuthorOf,
  type DesignMessage,
  isDeleted,
  isRecent,
  keyOf,
  type MessageWords,
  replyIdIn,
} from './message.ts';
import { storeReply } from './store-reply.ts';
import type { Taken } from './taken.ts';
import {
  leaveDeactivated,
  tellAuthor,
  tellSetAside,
  tellUnreadable,
  toldKeyOf,
} from './tell-author.ts';
import { tellWhatBecomesOf } from './tell-becomes.ts';

/** One of the ways in which a platform reports the same message. */
export type Report = 'only' | 'first' | 'later';

type Attachments = Awaited<ReturnType<typeof readAttachments>>;

/** Takes words for their design: the first step that has an answer gives it, else they are kept. */
export async function takeWords(
  incoming: DesignMessage,
  read: () => Promise<MessageWords>,
  fetchFile: FetchFile,
  which: Report,
): Promise<Taken> {
  const files = readAttachments(incoming.files, fetchFile, incoming.context.log);
  const [wordsRead, attachments] = await Promise.all([read(), files]);
  if (await isDeleted(incoming)) return 'deleted_before';
  const left =
    leaveDeactivated(incoming, wordsRead) ??
    tellSetAside(incoming) ??
    (await leaveUnrecorded(incoming, wordsRead, which));
  if (left !== null) return left;
  const taken = await keep(incoming, wordsRead, attachments, which);
  if (isUnnamed(wordsRead.person.name)) nameLater(incoming, read);
  return taken;
}

/**
 * What becomes of a message that is no reply; `null` for one that a turn reads: all that come with
 * a file, too.
 */
export async function leaveUnrecorded(
  incoming: DesignMessage,
  wordsRead: MessageWords,
  which: Report,
): Promise<Taken | null> {
  if (incoming.files.length > 0) return null;
  return incoming.isWordless ? leaveWordless(incoming) : tellByCode(incoming, wordsRead, which);
}

/** While a question is open, its author learns once for each design that an answer needs words. */
async function leaveWordless(incoming: DesignMessage): Promise<Taken> {
  const { id } = incoming.design;
  const design = await incoming.context.engine.design(id);
  const isAsked = design !== null && design.answering !== null && openQuestions(design).length > 0;
  if (!isAsked) return 'without_words';
  tellAuthor(incoming, `wordless ${id}`, NEEDS_WORDS);
  return 'needs_words';
}

/**
 * Answers to their author alone words that code knows, once per message and words; `null` for all
 * other words.
 */
async function tellByCode(
  incoming: DesignMessage,
  { person, words, shown }: MessageWords,
  which: Report,
): Promise<Taken | null> {
  const { context } = incoming;
  const asked = removeMention(words);
  // What is quoted was asked of somebody else.
  if (shown.length > 0 || !isKnownToCode(asked)) return null;
  if (which === 'later') return 'reported_before';
  // A change can ask something else.
  const about = `answered ${incoming.message} ${asked}`;
  if (await isMarked(context, toldKeyOf(context, person.id, about))) return 'answered_before';
  const design = await context.engine.design(incoming.design.id);
  if (design === null) return null;
  const moment = { key: `${keyOf(incoming)} ${about}` };
  const request = { ...askingAuthorOf(incoming, person), moment };
  const answer = await answerByCode(request, design, asked);
  if (!isRecent(incoming)) return 'too_late';
  tellAuthor(incoming, about, answer);
  return 'answered';
}

/** Records the words, then each file that can be read, and tells of those that cannot. */
async function keep(
  incoming: DesignMessage,
  wordsRead: MessageWords,
  attachments: Attachments,
  which: Report,
): Promise<Taken> {
  const { person, words } = wordsRead;
  const { context, message, isToBot } = incoming;
  const unread = attachments.filter(({ content }) => content instanceof No);
  const said = composeReply(
    incoming,
    wordsRead,
    unread.map(({ mark }) => mark),
  );
  const who = whoOf(askingAuthorOf(incoming, person));
  const record = (file: string | null, recorded: ShownText): Promise<void> => {
    const replyId = replyIdIn(incoming, file);
    const command = replyOf(who, { replyId, ...recorded, ...(isToBot ? { toBot: true } : {}) });
    const tell = async (isFresh: boolean): Promise<void> => {
      // A later report can be stored before the first, which is the one to be answered.
      const isNew = (isFresh || which === 'first') && file === null;
      await tellWhatBecomesOf(incoming, { replyId, person, words: isNew ? words : '' });
      if (which === 'first') await keepMark(context, `${keyOf(incoming)} told`);
    };
    return storeReply(incoming, command, keyOf(incoming, file), which === 'later' ? null : tell);
  };
  if (said !== null && said.text !== '') await record(null, said);
  const readable = attachments.flatMap(({ content, ...file }) =>
    content instanceof No ? [] : [{ ...file, text: content.text }],
  );
  for (const { id, name, text: fileText } of readable)
    await record(id, { text: addHeading(name, fileText) });
  const remark = remarkOn(attachments, context.texts.platform);
  if (remark !== '') tellAuthor(incoming, `files ${message}`, remark);
  if (said === null) return 'too_long';
  if (words !== '' || readable.length > 0) return 'recorded';
  return attachments.length > 0 ? 'unreadable' : tellUnreadable(incoming);
}

/**
 * Looks up an author's name again, which the platform did not say in time, and records their words
 * under it.
 */
function nameLater(incoming: DesignMessage, read: () => Promise<MessageWords>): void {
  const { context } = incoming;
  const readAuthor = async (): Promise<Person> => {
    const { person } = await read();
    if (isUnnamed(person.name)) throw new ChatFault('The author has no name yet.', 'passing');
    return person;
  };
  const work = callAgain(context, readAuthor, RETRY_POLICIES.eventSentOnce).then((person) =>
    recordUnderName(incoming, person),
  );
  work.catch((error: unknown) => context.log.warn('author_not_named', { error }));
}

async function recordUnderName(incoming: DesignMessage, person: Person): Promise<void> {
  const design = await incoming.context.engine.design(incoming.design.id);
  const { by: author, via } = whoOf(askingAuthorOf(incoming, person));
  for (const { id: replyId, author: authorName, text, shown } of design?.replies ?? []) {
    if (text === '' || !isUnnamed(authorName) || markedMessageOf(replyId) !== replyIdIn(incoming))
      continue;
    const words = limitShown({ text, shown });
    const command = { type: 'revise_reply', replyId, author, via, ...words } as const;
    await storeReply(incoming, command, `${keyOf(incoming)} ${replyId} named`, null);
  }
}

/**
 * Words below what they reply to, with marks for unread files. `null` if too long, of which the
 * author is notified.
 */
export function composeReply(
  incoming: DesignMessage,
  { words, shown, repliesTo }: Pick<MessageWords, 'words' | 'shown' | 'repliesTo'>,
  marks: readonly string[],
): ShownText | null {
  const parts = [withQuotation({ text: words, shown }, repliesTo), { text: marks.join('\n') }];
  const said = joinShown(
    parts.filter(({ text }) => words !== '' && text !== ''),
    '\n\n',
  );
  if (said.text.length <= BOUNDS.replyCharacters) return said;
  const tooLong = REPLY_TEXTS.tooLong(said.text.length, BOUNDS.replyCharacters);
  tellAuthor(incoming, `long ${incoming.message}`, tooLong);
  return null;
}

/** Characters to quote of the message that another one replies to. */
const QUOTED_CHARACTERS = 500;

/**
 * A number, or a quotation of their own, already names what is answered. Quoted text is nobody's
 * answer.
 */
function withQuotation(said: ShownText, repliesTo = ''): ShownText {
  const [first] = said.shown ?? [];
  const isQuoting = first?.kind === 'quotation' && first.from === 0;
  if (repliesTo === '' || isQuoting || linesOf(said).some(({ number }) => number !== null))
    return said;
  const quotation = `> ${cutWords(repliesTo, QUOTED_CHARACTERS).replaceAll('\n', '\n> ')}`;
  return joinShown([showAs('quotation', quotation), said], '\n');
}
