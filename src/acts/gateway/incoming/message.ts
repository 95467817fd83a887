/**
 * A message as a platform reports it, in the same form for all, and the keys by which the store
 * knows it: every step of its way takes it whole.
 */

import type { ShownText } from '#core/questions/quoting/shown.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { ShownPart } from '#core/vocabulary/event-parts.ts';
import type { Person } from '#engine/access/permission.ts';
import type { DesignSummary } from '#ports/store.ts';
import type { AttachedFile } from '../attachments.ts';
import type { ChatPlace, ConnectedContext } from '../gateway-context.ts';
import type { MessageAddress } from '../interaction.ts';
import { isMarked } from '../marks.ts';
import { replyChannelOf, replyIdOf } from '../reply-id.ts';
import type { AskingPerson } from '../request.ts';
import { REQUEST_EXPIRES_MS } from './mentions.ts';

export interface IncomingMessage extends MessageAddress {
  /**
   * Author's id; `null` if the platform does not say, as for deleted messages: nobody is notified.
   */
  readonly author: string | null;
  readonly place: ChatPlace;
  /** With the place's policy and links. */
  readonly context: ConnectedContext;
  /** The text as the platform wrote it, and an expression for the bot's name in it. */
  readonly text: string;
  readonly name: string;
  /** True if the text names the bot. */
  readonly isToBot: boolean;
  /** True for emoji, marks or a bare `+1`, as the platform writes them. */
  readonly isWordless: boolean;
  /** True if its author is alone with the bot. */
  readonly isDirect: boolean;
  /**
   * The bot's own post that it stands under, in the thread below it or by reference to it; `null`
   * for none.
   */
  readonly underPost: string | null;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly files: readonly AttachedFile[];
  /** Content that is not text, in words like “a poll”. */
  readonly unreadable?: readonly string[];
  /** The newest of the thread, which people speak to; absent outside of designs' threads. */
  readonly design?: DesignSummary;
}

/** A message in a design's thread. */
export interface DesignMessage extends IncomingMessage {
  readonly design: DesignSummary;
}

/** Author and readable words of a message. Deactivated accounts are ignored. */
export interface MessageWords {
  readonly person: Person;
  readonly isActive: boolean;
  readonly words: string;
  /** How parts of the words were shown. */
  readonly shown: readonly ShownPart[];
  /** Readable words of the message that this one replies to, with their author's name. */
  readonly repliesTo?: string;
}

/** Makes a platform's text readable, and looks up its author. */
export type ReadWords = (markup: ShownText) => Promise<MessageWords>;

export function messageWordsOf({
  text,
  shown = [],
}: ShownText): Pick<MessageWords, 'words' | 'shown'> {
  return { words: text, shown };
}

/** Its author, as who asks where it was written. */
export function askingAuthorOf(
  { context, place: { channel } }: IncomingMessage,
  person: Person,
): AskingPerson {
  return { context, person, channel };
}

/** True while its author still waits for an answer. */
export function isRecent({ context, sentAt }: IncomingMessage): boolean {
  return context.clock.now() - sentAt <= REQUEST_EXPIRES_MS;
}

/** All that people said in a design, late words too. */
export function repliesOf(
  design: Design | null,
): readonly (Design['replies'][number] | Design['lateWords'][number])[] {
  return design === null ? [] : [...design.replies, ...design.lateWords];
}

/** The id of the reply that it is, or that a file of it is. */
export function replyIdIn(incoming: IncomingMessage, file: string | null = null): string {
  const { context, message } = incoming;
  return replyIdOf(context.platform, idChannelOf(incoming), message, file);
}

/** The key under which it is stored; redelivery has the same. */
export function keyOf(incoming: IncomingMessage, file: string | null = null): string {
  const { context, message } = incoming;
  const key = `${context.platform} ${idChannelOf(incoming)} ${message}`;
  return file === null ? key : `${key} ${file}`;
}

/** The mark that keeps a deleted message out if it arrives later. */
export function deletionKeyOf({ context, channel, message }: IncomingMessage): string {
  return `${context.platform} ${channel} ${message} deleted`;
}

/** True if its deletion arrived before it. */
export function isDeleted(incoming: IncomingMessage): Promise<boolean> {
  return isMarked(incoming.context, deletionKeyOf(incoming));
}

/** The channel by which ids and keys name it. */
export function idChannelOf({ channel, design }: IncomingMessage): string {
  return design === undefined ? channel : replyChannelOf(design.thread, channel);
}
