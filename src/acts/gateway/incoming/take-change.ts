/** A message that was changed or deleted, and the reply that the design has of it. */

import { limitShown, type ShownText } from '#core/questions/quoting/shown.ts';
import { findNewestWords } from '#core/questions/replies/late-messages.ts';
import { markedMessageOf } from '#core/thread/desired-messages.ts';
import { replyOf } from '../../runs/reply.ts';
import { refuseFile, unreadMarkOf } from '../attachments.ts';
import { keepMark } from '../marks.ts';
import { filesRecordedOf } from '../reply-id.ts';
import { whoOf } from '../verbs/verbs.ts';
import { CLOCKS_APART_MS, findHolder, findReceiverOf, listInChannel } from './find-design-of.ts';
import { removeNameIn } from './mentions.ts';
import {
  askingAuthorOf,
  type DesignMessage,
  deletionKeyOf,
  type IncomingMessage,
  idChannelOf,
  keyOf,
  type MessageWords,
  type ReadWords,
  repliesOf,
  replyIdIn,
} from './message.ts';
import { storeReply, storeWithdrawal, withdrawWhole } from './store-reply.ts';
import { composeReply, leaveUnrecorded } from './take-words.ts';
import type { Taken } from './taken.ts';
import { leaveDeactivated, tellSetAside } from './tell-author.ts';
import { tellOfLateChange } from './tell-becomes.ts';

/** What changed in a message. */
export interface MessageChange {
  /** The platform's name of it. */
  readonly name: string;
  /** Ids of files that it took out. */
  readonly removedFiles: readonly string[];
}

/**
 * Takes a message as it now reads. If the change arrives before its message, it is recorded under
 * its own key; words that asked something before become a reply.
 */
export async function takeChange(
  incoming: DesignMessage,
  markup: ShownText,
  read: ReadWords,
  change: MessageChange,
): Promise<Taken> {
  const reading = await read(removeNameIn(markup, incoming.name));
  const left = leaveDeactivated(incoming, reading) ?? tellSetAside(incoming);
  if (left !== null) return left;
  for (const id of change.removedFiles) await storeWithdrawal(incoming, id, change.name);
  const answered = await leaveUnrecorded(incoming, reading, 'only');
  if (answered === null) return reviseReply(incoming, reading, change.name);
  await withdrawWhole(incoming, null, change.name);
  return answered;
}

async function reviseReply(
  incoming: DesignMessage,
  reading: MessageWords,
  change: string,
): Promise<Taken> {
  const { person } = reading;
  const replyId = replyIdIn(incoming);
  const design = await incoming.context.engine.design(incoming.design.id);
  const replies = repliesOf(design);
  const before = replies.filter(({ id }) => id.startsWith(replyId)).map(({ text }) => text);
  // Fetches nothing again: files unread before stay unread.
  const marks = incoming.files.flatMap((file) => {
    const mark = unreadMarkOf(file);
    return refuseFile(file) !== null || before.some((text) => text.includes(mark)) ? [mark] : [];
  });
  const said = composeReply(incoming, reading, marks);
  if (said === null) return 'too_long';
  if (said.text === '') {
    await storeWithdrawal(incoming, null, change);
    return 'withdrawn';
  }
  const who = whoOf(askingAuthorOf(incoming, person));
  const key = keyOf(incoming);
  if (incoming.sentAt > incoming.design.startedAt - CLOCKS_APART_MS) {
    const command = replyOf(who, { replyId, ...said });
    await storeReply(incoming, command, key, null);
    // It may have been no reply in between.
    const isGone = design !== null && findNewestWords(design, replyId) === undefined;
    if (isGone) await storeReply(incoming, command, `${key} ${change} again`, null);
  }
  const { by: author, via } = who;
  const revise = { type: 'revise_reply', replyId, author, via, ...limitShown(said) } as const;
  await storeReply(incoming, revise, `${key} ${change}`, () =>
    tellOfLateChange(incoming, replyId, person),
  );
  return 'changed';
}

/**
 * Of a deletion the platform may say no more than where and when its message was written. A mark
 * keeps the message out if it arrives later.
 */
export async function takeDeletion(deleted: IncomingMessage): Promise<Taken> {
  const { thread } = deleted.place;
  const inThread = thread === null ? null : await findReceiverOf(deleted);
  const inChannel = thread === null ? await listInChannel(deleted) : [];
  if (inThread === null && inChannel.length === 0) return 'not_to_the_bot';
  await keepMark(deleted.context, deletionKeyOf(deleted));
  const design = inThread?.design ?? (await findHolder(deleted, inChannel));
  return design === null ? 'not_to_the_bot' : takeBack({ ...deleted, design });
}

/** Its reply says whose message it was. */
async function takeBack(deleted: DesignMessage): Promise<Taken> {
  const { context, message } = deleted;
  const { engine, platform } = context;
  const replies = repliesOf(await engine.design(deleted.design.id));
  const reply = replies.find(({ id }) => markedMessageOf(id) === replyIdIn(deleted));
  const incoming = { ...deleted, author: deleted.author ?? reply?.authorId ?? null };
  const recorded = filesRecordedOf(replies, platform, idChannelOf(deleted), message);
  await withdrawWhole(incoming, null, 'delete');
  for (const id of new Set([...incoming.files.map((file) => file.id), ...recorded]))
    await withdrawWhole(incoming, id, 'delete');
  return reply === undefined ? 'kept_out' : 'withdrawn';
}
