import * as z from 'zod';
import { escapeText } from '../drawing/rich-text.ts';
import { File } from './file.ts';

const text = z.string().nullish().catch(null);
const list = z.array(z.unknown()).nullish().catch(null);

const Attachment = z.object({
  /** A message that a person shared from elsewhere. */
  is_share: z.boolean().nullish().catch(null),
  /** The page of a link's preview, Slack's own or an app's. */
  from_url: text,
  app_unfurl_url: text,
  author_name: text,
  pretext: text,
  title: text,
  text,
  fallback: text,
  fields: z
    .array(z.object({ title: text, value: text }))
    .nullish()
    .catch(null),
  blocks: list,
  message_blocks: z
    .array(z.object({ message: z.object({ blocks: list }) }))
    .nullish()
    .catch(null),
  files: z.array(File).nullish().catch(null),
});
type Attachment = z.infer<typeof Attachment>;

interface Content {
  /** The app that wrote the message, or through which a person did. */
  readonly bot_id?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly blocks?: readonly unknown[] | null | undefined;
  readonly attachments?: readonly unknown[] | null | undefined;
}

/** Readable words in Slack's markup: the message's own, and those attached to it. Previews of links are left out. */
export function markupOf(message: Content): string {
  return joinParts(
    [ownMarkupOf(message), ...attachmentsIn(message.attachments).map(attachmentMarkupOf)],
    '\n\n',
  );
}

/** Of a message of an app, Slack shows the blocks, and the text only in notifications. A person's text says what their block does. */
export function ownMarkupOf({ text: own, blocks, bot_id }: Content): string {
  return bot_id ? wordsIn(blocks) || (own ?? '') : own || wordsIn(blocks);
}

export function sharedFilesOf(attachments: Content['attachments']): z.infer<typeof File>[] {
  return attachmentsIn(attachments).flatMap(({ is_share, files }) => (is_share ? (files ?? []) : []));
}

function attachmentsIn(attachments: Content['attachments']): Attachment[] {
  return (attachments ?? [])
    .flatMap((each) => Attachment.safeParse(each).data ?? [])
    .filter(({ is_share, from_url, app_unfurl_url }) => is_share || !(from_url || app_unfurl_url));
}

/** Slack's own words for an attachment of blocks. */
const NO_PREVIEW = '[no preview available]';

function attachmentMarkupOf(attachment: Attachment): string {
  const { is_share, author_name, pretext, title, text: ownText, fallback, fields, blocks } = attachment;
  const inBlocks = wordsIn(blocks ?? attachment.message_blocks?.map(({ message }) => message.blocks));
  const words = is_share ? ownText || inBlocks : inBlocks || (ownText ?? '');
  if (is_share) return words && `${author_name || 'Somebody'}: ${words}`;
  const rows = (fields ?? []).map((field) => joinParts([field.title, field.value], ': '));
  return (
    joinParts([pretext, title, words, ...rows], '\n') || (fallback === NO_PREVIEW ? '' : (fallback ?? ''))
  );
}

function joinParts(parts: readonly (string | null | undefined)[], between: string): string {
  return parts.filter((part) => part).join(between);
}

const MAX_DEPTH = 10;
const Node = z.looseObject({ type: z.string().catch(''), text: z.unknown().optional() });

/** Words of blocks in markup, without labels of buttons and fields. */
function wordsIn(node: unknown, between = '\n', depth = 0): string {
  if (depth > MAX_DEPTH) return '';
  const within = (children: unknown, with_ = '\n'): string => wordsIn(children, with_, depth + 1);
  if (Array.isArray(node))
    return joinParts(
      node.map((child) => within(child)),
      between,
    );
  const { data } = Node.safeParse(node);
  if (data === undefined) return '';
  const own = typeof data.text === 'string' ? data.text : '';
  switch (data.type) {
    case 'actions':
    case 'context_actions':
    case 'input':
    // The title of a picture that an app found.
    case 'image':
      return '';
    case 'mrkdwn':
      return own;
    case 'rich_text_section':
    case 'rich_text_preformatted':
    case 'rich_text_quote':
      return within(data.elements, '');
    case 'user':
      return `<@${data.user_id}>`;
    case 'channel':
      return `<#${data.channel_id}>`;
    case 'usergroup':
      return `<!subteam^${data.usergroup_id}>`;
    case 'broadcast':
      return `<!${data.range}>`;
    case 'emoji':
      return `:${data.name}:`;
    case 'link':
      return own === '' ? `<${data.url}>` : `<${data.url}|${escapeText(own)}>`;
    case 'date':
      return typeof data.fallback === 'string' ? escapeText(data.fallback) : '';
    default: {
      const parts = [
        data.title,
        own === '' ? data.text : null,
        data.fields,
        data.elements,
        data.child_blocks,
      ];
      return joinParts([escapeText(own), ...parts.map((part) => within(part)), within(data.rows)], '\n');
    }
  }
}
