import { RESTJSONErrorCodes, Routes, SnowflakeUtil } from 'discord.js';
import type { Interaction } from '../../../acts/gateway/interaction.ts';
import type { Found, Written } from '../../../acts/gateway/offers.ts';
import { unlessRefused } from '../../../acts/gateway/platform-access.ts';
import type { Person } from '../../../engine/access/permission.ts';
import { discordCode } from '../calls/faults.ts';
import { Identified, isOfPerson, Message, type User } from '../calls/wire.ts';
import type { DiscordContext } from '../discord-context.ts';
import type { Conversation } from '../incoming/conversation.ts';
import { contextAt, conversationOf } from '../incoming/conversations.ts';
import { download } from '../incoming/download.ts';
import { readWords, saidToBot } from '../incoming/plain-words.ts';
import { isSeenBy, NOT_THERE } from '../incoming/readers.ts';
import { requesterHere } from '../incoming/requester.ts';
import { alongWith } from '../incoming/thread-words.ts';
import type { Answer } from './answer.ts';
import { openForm } from './forms.ts';
import type { InteractionPayload } from './interaction-payload.ts';

interface Done {
  readonly context: DiscordContext;
  readonly id: string;
  readonly author: User;
  readonly person: Person;
  readonly conversation: Conversation;
  /** The bot's permissions there; `null` if Discord did not send them. */
  readonly granted: bigint | null;
  readonly answer: Answer;
  /** The act applies to another place, which a form has to bring back. */
  readonly isFromElsewhere: boolean;
}

export function interactionOf(
  context: DiscordContext,
  { id, channel, member, app_permissions, guild_id }: InteractionPayload,
  author: User,
  answer: Answer,
): Interaction {
  const conversation = { ...conversationOf(channel), guild: guild_id ?? null };
  return interactionWith({
    context: contextAt(context, conversation),
    id,
    author,
    person: context.people.known(author, member),
    conversation,
    granted: app_permissions == null || conversation.kind === 'direct' ? null : BigInt(app_permissions),
    answer,
    isFromElsewhere: false,
  });
}

function interactionWith(done: Done): Interaction {
  const { context, id, person, conversation, granted, answer } = done;
  const isDirect = conversation.kind === 'direct';
  const place = { channel: conversation.channel, thread: isDirect ? null : conversation.thread };
  const interaction: Interaction = {
    context,
    place,
    id,
    isAskedAlready: false,
    person: async () => person,
    personAtOnce: async () => ({ person, isSure: true }),
    at: async (there) => {
      const channel = there.thread || there.channel;
      const isHere = [place.channel, place.thread].includes(there.channel) || channel === place.thread;
      if (isHere) return interaction;
      return isDirect
        ? ((await unlessRefused(discordCode, NOT_THERE, () => doneAt(done, channel))) ?? null)
        : null;
    },
    requester: (asking) => requesterHere({ context, conversation, granted }, asking),
    unreachable: async () => null,
    along: (message) => alongWith(context, conversation, message),
    found: (written) => foundMessage(context, conversation, written),
    fetchFile: (file, maxBytes) => download(file, context.apiUrl, maxBytes, context.clock),
    open: (form) =>
      openForm(answer, form, done.isFromElsewhere ? (conversation.thread ?? place.channel) : null),
  };
  return interaction;
}

/** Applies an act in a direct message to another place, if the person can still see that. Throws the error of a call. */
async function doneAt(done: Done, channel: string): Promise<Interaction | null> {
  const { context, author } = done;
  if (!Identified.safeParse({ id: channel }).success) return null;
  const conversation = await context.conversations.get(channel);
  if (!(await isSeenBy(context.rest, conversation, author.id))) return null;
  const person = await context.people.member(author, conversation.guild);
  return interactionWith({
    ...done,
    context: contextAt(context, conversation),
    person,
    conversation,
    granted: null,
    isFromElsewhere: true,
  });
}

const UNFOUND = [...NOT_THERE, RESTJSONErrorCodes.UnknownMessage];

async function foundMessage(
  context: DiscordContext,
  conversation: Conversation,
  { channel, message: id }: Written,
): Promise<Found | null> {
  const read = () => context.rest.get(Routes.channelMessage(channel, id));
  const answer = await unlessRefused(discordCode, UNFOUND, read);
  const message = answer === undefined ? null : Message.parse(answer);
  if (message === null || !isOfPerson(message)) return null;
  const said = saidToBot(message.content, context.botUser());
  const { words } = await readWords(context, said, message, conversation);
  return {
    author: message.author.id,
    words,
    sentAt: SnowflakeUtil.timestampFrom(id),
    hasFiles: message.attachments.length > 0,
    message: id,
  };
}
