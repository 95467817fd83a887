import { ChannelType, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import * as z from 'zod';
import type { Thread } from '../../../core/events.ts';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import { failureOf } from '../failure.ts';
import { faultOf } from '../faults.ts';
import { id } from '../payload.ts';
import { threadName } from '../places.ts';
import type { Asked } from './asked.ts';

const Opened = z.object({ id });
type Place = Pick<Thread, 'channel' | 'thread'>;

/** Where a design is held that begins where it is asked for. In a channel the thread hangs on its first message. */
export async function threadHere({ desk, where }: Pick<Asked, 'desk' | 'where'>): Promise<Place> {
  const { kind, channel, thread } = where;
  if (thread === null) return { channel, thread: '' };
  if (kind !== 'direct') {
    // Not needed to see what is said in a public thread, and then harmless.
    await desk.rest.put(Routes.threadMembers(thread, '@me')).catch((error: unknown) => {
      desk.engine.parts.log.warn('discord_thread_not_joined', { thread, error: failureOf(error) });
    });
  }
  return { channel, thread };
}

/**
 * Opens a thread that only those see who are in it: whoever asked, so far. Claims the answer first, which only one daemon
 * can, so that no two threads are opened. Throws `ChatFault`, with words for whoever asked.
 */
export async function openPrivateThread(
  { desk, where, person, answer }: Asked,
  topic: string,
): Promise<Place> {
  if (!(await answer.claim())) throw new ChatFault('Somebody else is answering this.', 'refused');
  const body = {
    name: threadName(topic),
    type: ChannelType.PrivateThread,
    // Whoever is in it may bring others in.
    invitable: true,
    auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
  };
  try {
    const opened = Opened.parse(await desk.rest.post(Routes.threads(where.named), { body }));
    await desk.rest.put(Routes.threadMembers(opened.id, person.id));
    return { channel: opened.id, thread: opened.id };
  } catch (error) {
    throw faultOf(error);
  }
}

/** Puts a thread away that nothing will be said in. */
export async function leaveThread({ desk }: Pick<Asked, 'desk'>, { thread }: Place): Promise<void> {
  await desk.rest.patch(Routes.channel(thread), { body: { archived: true } }).catch((error: unknown) => {
    desk.engine.parts.log.warn('discord_thread_left_open', { thread, error: failureOf(error) });
  });
}
