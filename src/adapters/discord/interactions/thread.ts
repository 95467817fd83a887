import { ChannelType, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import * as z from 'zod';
import type { Thread } from '../../../core/events.ts';
import { failureOf } from '../../../runtime/gateway/platform-access.ts';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import { faultOf } from '../calls/faults.ts';
import { id } from '../calls/wire.ts';
import { threadName } from '../outgoing/places.ts';
import type { Interaction } from './interaction.ts';

const Opened = z.object({ id });
type Place = Pick<Thread, 'channel' | 'thread'>;

/** Where a design is held that begins where it is asked for. In a channel the thread hangs on its first message. */
export async function threadHere({
  context,
  conversation,
}: Pick<Interaction, 'context' | 'conversation'>): Promise<Place> {
  const { kind, channel, thread } = conversation;
  if (thread === null) return { channel, thread: '' };
  if (kind !== 'direct') {
    // Not needed to see what is said in a public thread, and then harmless.
    await context.rest.put(Routes.threadMembers(thread, '@me')).catch((error: unknown) => {
      context.log.warn('discord_thread_not_joined', { thread, error: failureOf(context, error) });
    });
  }
  return { channel, thread };
}

/**
 * Opens a thread that only its members see, with the requester as the first. Claims the answer before, which only one daemon
 * can, so that no two threads are opened. Throws `ChatFault`, with words for the requester.
 */
export async function openPrivateThread(
  { context, conversation, person, answer }: Interaction,
  topic: string,
): Promise<Place> {
  if (!(await answer.claim())) throw new ChatFault('Somebody else is answering this.', 'refused');
  const body = {
    name: threadName(topic),
    type: ChannelType.PrivateThread,
    // Its members may bring others in.
    invitable: true,
    auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
  };
  try {
    const opened = Opened.parse(await context.rest.post(Routes.threads(conversation.named), { body }));
    await context.rest.put(Routes.threadMembers(opened.id, person.id));
    return { channel: opened.id, thread: opened.id };
  } catch (error) {
    throw faultOf(error);
  }
}

/** Archives a thread that nothing will be said in. */
export async function leaveThread(
  { context }: Pick<Interaction, 'context'>,
  { thread }: Place,
): Promise<void> {
  await context.rest.patch(Routes.channel(thread), { body: { archived: true } }).catch((error: unknown) => {
    context.log.warn('discord_thread_left_open', { thread, error: failureOf(context, error) });
  });
}
