/** Messages of people on Discord, as text with names. */

import { type Interaction, type Message, MessageType } from 'discord.js';
import type { Thread } from '#design/events.ts';
import type { Actor } from '#engine/design-inputs.ts';
import { addFiles, type PersonMessage } from '../messages.ts';

export function isOfPerson({ author, type, webhookId }: Message): boolean {
  const isWritten = type === MessageType.Default || type === MessageType.Reply;
  return isWritten && !author.bot && webhookId === null;
}

export function actorOf(
  user: Message['author'],
  member: { readonly displayName?: string } | null,
  operators: readonly string[],
): Actor {
  const name = member?.displayName ?? user.displayName;
  return { name, id: user.id, via: 'discord', isOperator: operators.includes(user.id) };
}

/** The message as it stands now; `isEdit`: stored beside the one that it edits. */
export async function readMessage(message: Message, isEdit = false): Promise<PersonMessage> {
  const { id, content, cleanContent, attachments, editedTimestamp, client } = message;
  const own = new RegExp(`<@!?${client.user.id}>`, 'g');
  const files = attachments.map(({ name, size, url }) => ({ name, bytes: size, url }));
  return {
    id: isEdit ? `${id}:${editedTimestamp}` : id,
    replaces: isEdit ? id : '',
    ...(await addFiles(cleanContent.trim(), files)),
    toBot: own.test(content) ? content.replaceAll(own, ' ').trim() : null,
  };
}

/** `otherwise`: the thread that is meant in a channel. */
export function threadOf(
  channel: Interaction['channel'],
  channelId: string,
  otherwise: string,
): Thread {
  if (channel?.isThread() === true)
    return { platform: 'discord', channel: channel.parentId ?? '', thread: channel.id };
  return { platform: 'discord', channel: channelId, thread: otherwise };
}
