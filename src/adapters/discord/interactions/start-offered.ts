import { PermissionFlagsBits, type REST, RESTJSONErrorCodes, Routes, SnowflakeUtil } from 'discord.js';
import { type Document, wordsDocument } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { offerIn, startOffered, type Written } from '../../../runtime/gateway/offers.ts';
import { unlessRefused } from '../../../runtime/gateway/platform-access.ts';
import { discordCode } from '../calls/faults.ts';
import { grantedIn } from '../calls/granted.ts';
import { isOfPerson, Message } from '../calls/wire.ts';
import type { Conversation } from '../incoming/conversation.ts';
import { contextAt } from '../incoming/conversations.ts';
import { readWords, saidToBot } from '../incoming/plain-words.ts';
import { requesterHere } from '../incoming/requester.ts';
import { alongWith } from '../incoming/thread-words.ts';
import type { Interaction } from './answer.ts';

/** What was offered is not there any more, or the bot is not. */
const GONE: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.MissingAccess,
];

/**
 * Starts what was offered for a message of this person, wherever that is: they are asked in a direct message about what they
 * wrote in a server, in which they have to be still.
 */
export async function offeredClicked(interaction: Interaction, value: string): Promise<Document | null> {
  const offer = offerIn(value);
  if (offer === null) return wordsDocument(TEXTS.offerGone);
  const answer = await unlessRefused(discordCode, GONE, () => startThere(interaction, offer));
  return answer === undefined ? wordsDocument(TEXTS.offerGone) : answer;
}

async function startThere(
  { context: here, request, answer }: Interaction,
  offer: Written,
): Promise<Document | null> {
  const { rest, conversations, people, botUser } = here;
  const stored: typeof request.stored = (now) => {
    answer.replaceClicked();
    request.stored(now);
  };
  const message = Message.parse(await rest.get(Routes.channelMessage(offer.channel, offer.message)));
  if (!isOfPerson(message) || message.author.id !== request.person.id) return wordsDocument(TEXTS.offerGone);
  const conversation = await conversations.get(offer.channel);
  if (!(await isSeenBy(rest, conversation, message.author.id))) return wordsDocument(TEXTS.offerGone);
  const person = await people.member(message.author, conversation.guild);
  const context = contextAt(here, conversation);
  const { words } = await readWords(context, saidToBot(message.content, botUser()), message, conversation);
  const found = {
    author: message.author.id,
    sentAt: SnowflakeUtil.timestampFrom(message.id),
    words,
    files: message.attachments,
  };
  const requester = requesterHere({ context, conversation, granted: null }, person);
  const along = offer.thread === null ? null : alongWith(context, conversation, message.id);
  return startOffered(context, offer, found, requester, along?.read ?? null, stored);
}

/** Whether this person can still see what they wrote there. Throws what a call throws, as for somebody who has left. */
async function isSeenBy(
  rest: REST,
  { kind, guild, named: channel, thread }: Conversation,
  user: string,
): Promise<boolean> {
  if (guild === null) return true;
  if (kind === 'private_thread' && thread !== null) await rest.get(Routes.threadMembers(thread, user));
  return ((await grantedIn(rest, { guild, channel }, user)) & PermissionFlagsBits.ViewChannel) !== 0n;
}
