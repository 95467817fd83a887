import type { Guild } from './guild.ts';
import type { Channel } from './places.ts';
import { refusal } from './refusal.ts';

/** A moderator's lock holds for everybody who may not manage threads. */
export function needUnlocked(guild: Guild, channel: Channel): void {
  const { thread } = channel;
  if (thread?.isLocked !== true || guild.mayBot(channel, 'ManageThreads')) return;
  throw refusal(thread.isArchived ? 'archived_thread' : 'locked_thread');
}

/** Whoever writes in an archived thread opens it. */
export function openToWrite(guild: Guild, channel: Channel): void {
  needUnlocked(guild, channel);
  if (channel.thread?.isArchived) guild.archive(channel.id, false);
}

/** In an archived thread nothing can be changed, and nobody comes or goes. */
export function needActive({ thread }: Channel): void {
  if (thread?.isArchived) throw refusal('archived_thread');
}
