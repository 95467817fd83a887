import { ChannelType, RESTJSONErrorCodes, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import type { Requester } from '../../../runtime/gateway/start-design.ts';
import type { Person } from '../../../runtime/permission.ts';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import { discordCode, faultOf, isFieldRefused } from '../calls/faults.ts';
import { Identified } from '../calls/wire.ts';
import type { DiscordContext } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import type { Conversation } from '../incoming/conversation.ts';
import { threadName } from '../outgoing/places.ts';
import type { Answer } from './answer.ts';

/** A private thread cannot be there, as in an announcement channel or around the post of a forum. */
function isNotThere(error: unknown): boolean {
  const isOtherChannel = discordCode(error) === RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType;
  return isOtherChannel || isFieldRefused(error, 'type');
}

/**
 * Opens a thread that only its members see, with the requester as the first. Claims the answer before, which only one daemon
 * can, so that no two threads are opened. Throws `ChatFault`, with words for the requester.
 */
export async function openPrivateThread(
  { rest }: Pick<DiscordContext, 'rest'>,
  { named }: Conversation,
  person: Person,
  answer: Answer,
  topic: string,
): ReturnType<Requester['openThread']> {
  if (!(await answer.claim())) throw new ChatFault('Somebody else is answering this.', 'refused');
  const body = {
    name: threadName(topic),
    type: ChannelType.PrivateThread,
    // Its members may bring others in.
    invitable: true,
    auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
  };
  const opened = rest.post(Routes.threads(named), { body }).catch((error: unknown) => {
    throw isNotThere(error) ? new ChatFault(DISCORD_TEXTS.notPrivateHere, 'refused') : error;
  });
  try {
    const { id } = Identified.parse(await opened);
    await rest.put(Routes.threadMembers(id, person.id));
    return { channel: id, thread: id };
  } catch (error) {
    throw faultOf(error);
  }
}
