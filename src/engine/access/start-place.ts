import type { Thread } from '../../core/vocabulary/event-parts.ts';
import { No } from '../../foundation/no.ts';
import { mayRead, type Reading } from './may-read.ts';
import type { Viewer } from './viewer.ts';

/** A channel as tokens and requests write it: `slack/C0AB12`. */
export const CHANNEL_NAME = /^([a-z]{1,20})\/([\w.:-]{1,100})$/;

/**
 * The thread of a design that a viewer starts from elsewhere, before its first message opens it; or
 * why none can start in this channel. An unreadable channel looks missing. Throws `ChatFault` if
 * the platform does not say.
 */
export async function findStartPlace(
  viewer: Viewer,
  name: string,
  reading: Reading,
): Promise<Thread | No<string>> {
  const [, platform = '', channel = ''] = CHANNEL_NAME.exec(name) ?? [];
  const place = { platform, channel, thread: '', starter: '' };
  if (platform !== '' && !reading.platforms.has(platform))
    return new No(`There is no channel ${name}: ${platform} is not set up here.`);
  const refuse = reading.platforms.get(platform)?.refuseChannel;
  if (refuse === undefined || !(await mayRead(viewer, { thread: place }, reading)))
    return new No(`You may read no channel ${name}. Write it as slack/C0AB12, with its id.`);
  const starter = viewer.kind === 'person' ? viewer.person.id : '';
  const problem = await refuse(channel, starter);
  return problem === null ? { ...place, starter } : new No(problem);
}
