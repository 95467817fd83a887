import { MessageFlags } from 'discord.js';
import type { AttachedFile } from '#acts/gateway/attachments.ts';
import { joinShown, type ShownText } from '#core/questions/quoting/shown.ts';
import type { Component, Contents, Message } from '../calls/wire.ts';
import { readMarkdown } from './marks.ts';

type Readable = Pick<Contents, 'content'> &
  Partial<Pick<Message, 'embeds' | 'components' | 'message_snapshots'>>;

/** A person's words, with forwarded messages below. Embeds of their own are previews of links. */
export function wordsIn({ content, message_snapshots: forwarded }: Readable): ShownText {
  return joinTexts([
    readMarkdown(content),
    ...(forwarded ?? []).map(({ message }) => textIn(message)),
  ]);
}

/** Everything that can be read in a message, whoever wrote it. */
export function textIn({ embeds = [], components = [], ...message }: Readable): ShownText {
  const cards = embeds.map(({ title, description, fields }) =>
    [title, description, ...fields.map(({ name, value }) => `${name ?? ''}: ${value ?? ''}`)]
      .filter(Boolean)
      .join('\n'),
  );
  const others = [...cards, ...components.flatMap(componentTexts)];
  return joinTexts([wordsIn(message), ...others.map(readMarkdown)]);
}

function componentTexts({ content, components }: Component): string[] {
  return [content ?? '', ...(components ?? []).flatMap(componentTexts)];
}

function joinTexts(parts: readonly ShownText[]): ShownText {
  return joinShown(
    parts.filter(({ text }) => text.trim() !== ''),
    '\n\n',
  );
}

type Holding = Pick<Message, 'attachments' | 'flags'> &
  Partial<Pick<Message, 'poll' | 'sticker_items' | 'message_snapshots'>>;

/** Its files, and forwarded ones. */
export function filesIn(message: Holding): AttachedFile[] {
  return partsOf(message).flatMap((part) => (isVoice(part) ? [] : part.attachments));
}

/** What it holds that is neither words nor a file, in words. */
export function unreadableIn(message: Holding): string[] {
  const kinds = partsOf(message).flatMap((part) => [
    ...(part.poll == null ? [] : ['a poll']),
    ...((part.sticker_items ?? []).length === 0 ? [] : ['a sticker']),
    ...(isVoice(part) ? ['a voice message'] : []),
  ]);
  const isForward = (message.message_snapshots ?? []).length > 0;
  return [...new Set([...kinds, ...(isForward ? ['what was forwarded'] : [])])];
}

function partsOf<Part>(
  message: Part & Partial<Pick<Message, 'message_snapshots'>>,
): (Part | Contents)[] {
  return [message, ...(message.message_snapshots ?? []).map((forwarded) => forwarded.message)];
}

function isVoice({ flags }: Pick<Contents, 'flags'>): boolean {
  return (flags & MessageFlags.IsVoiceMessage) !== 0;
}
