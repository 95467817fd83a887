import { type Document, wordsDocument } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { type Found, offerIn, startOffered, type Written } from '../../../runtime/gateway/offers.ts';
import { unlessRefused } from '../../../runtime/gateway/platform-access.ts';
import type { Request } from '../../../runtime/gateway/request.ts';
import { slackCode } from '../calls/faults.ts';
import { FoundMessages, filesOf, Message, saidToBot } from '../incoming/message-event.ts';
import { readWords, threadWords } from '../incoming/plain-words.ts';
import { requesterIn } from '../incoming/requester.ts';
import type { SlackContext } from '../slack-context.ts';

/** Starts what was offered for a message of this person in this channel, which is read again. */
export async function offeredClicked(
  context: SlackContext,
  value: string,
  channel: string,
  user: string,
  stored: Request['stored'],
): Promise<Document | null> {
  const offer = offerIn(value);
  if (offer?.channel !== channel) return wordsDocument(TEXTS.offerGone);
  const { thread } = offer;
  const [person, found] = await Promise.all([context.people.person(user), foundMessage(context, offer)]);
  const read = thread === null ? null : () => threadWords(context, channel, thread, offer.message);
  return startOffered(context, offer, found, requesterIn(context, person, { channel, thread }), read, stored);
}

const GONE = ['channel_not_found', 'message_not_found', 'not_in_channel', 'thread_not_found'];

/** Of a message in a thread, its thread is asked: of no other one is it an answer. Throws what the call throws. */
async function foundMessage(
  context: SlackContext,
  { channel, thread, message: ts }: Written,
): Promise<Found | null> {
  const { conversations } = context.web;
  const window = { channel, oldest: ts, latest: ts, inclusive: true, limit: 10 };
  const read = () =>
    thread === null ? conversations.history(window) : conversations.replies({ ...window, ts: thread });
  const answer = await unlessRefused(slackCode, GONE, read);
  if (answer === undefined) return null;
  const messages = FoundMessages.parse(answer).messages.map((each) => Message.safeParse(each).data);
  const found = messages.find((each) => each?.ts === ts);
  if (!found?.user) return null;
  const { user_id: botUser } = context.identity();
  const { words } = await readWords(context, found.user, saidToBot(found.text ?? '', botUser).trim());
  return { author: found.user, sentAt: Number(ts) * 1_000, words, files: filesOf(found) };
}
