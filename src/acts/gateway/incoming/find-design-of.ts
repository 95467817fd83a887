/** The design in whose thread a message stands, and the one that has received it. */

import { markedMessageOf } from '#core/thread/desired-messages.ts';
import { noteWork } from '#foundation/stalls.ts';
import type { DesignFilter, DesignSummary } from '#ports/store.ts';
import { findThreadDesign } from '../designs-here.ts';
import { isPrivate } from '../marks.ts';
import { type DesignMessage, type IncomingMessage, repliesOf, replyIdIn } from './message.ts';

/** Newest designs of a thread in which to look for a changed message. */
const MAX_IN_THREAD = 10;
/** Newest designs of a channel in which to look for a deleted message. */
const MAX_IN_CHANNEL = 20;
/** Milliseconds that the platform's clock and ours may differ. */
export const CLOCKS_APART_MS = 60_000;

/** The message with the newest design of its thread; `null` outside of designs' threads. */
export async function findDesignOf<Incoming extends IncomingMessage>(
  incoming: Incoming,
): Promise<(Incoming & DesignMessage) | null> {
  const { context, place, underPost } = incoming;
  noteWork(`read a message on ${context.platform}`);
  if (await isToPrivate(incoming)) return null;
  const design = await findThreadDesign(context, place, underPost !== null);
  return design === null ? null : { ...incoming, design };
}

/** True for a reply to what the bot wrote to its author alone. */
export async function isToPrivate({
  context,
  channel,
  underPost,
}: IncomingMessage): Promise<boolean> {
  return underPost !== null && isPrivate(context, channel, underPost);
}

/**
 * The message with the design that received it, even if another now runs in the thread; with the
 * newest if none did.
 */
export async function findReceiverOf<Incoming extends IncomingMessage>(
  incoming: Incoming,
): Promise<(Incoming & DesignMessage) | null> {
  const newest = await findDesignOf(incoming);
  const { channel, thread } = incoming.place;
  if (newest === null || thread === null) return newest;
  const designs = await list(incoming, { channel, thread, limit: MAX_IN_THREAD });
  const holder = await findHolder(incoming, designs);
  return holder === null ? newest : { ...newest, design: holder };
}

/** The newest designs of its channel. */
export function listInChannel(incoming: IncomingMessage): Promise<DesignSummary[]> {
  return list(incoming, { channel: incoming.place.channel, limit: MAX_IN_CHANNEL });
}

/** The first of these designs that has this message as a reply; `null` for none. */
export async function findHolder(
  incoming: IncomingMessage,
  designs: readonly DesignSummary[],
): Promise<DesignSummary | null> {
  for (const design of designs) {
    if (design.startedAt > incoming.sentAt + CLOCKS_APART_MS) continue;
    const replies = repliesOf(await incoming.context.engine.loadListed(design));
    const replyId = replyIdIn({ ...incoming, design });
    if (replies.some(({ id }) => markedMessageOf(id) === replyId)) return design;
  }
  return null;
}

function list(
  { context: { engine, platform } }: IncomingMessage,
  place: Pick<DesignFilter, 'channel' | 'thread' | 'limit'>,
): Promise<DesignSummary[]> {
  return engine.parts.store.list({ platform, ...place });
}
