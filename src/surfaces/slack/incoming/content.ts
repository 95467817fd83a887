import * as z from 'zod';
import { changeShown, joinShown, type ShownText, showAs } from '#core/questions/quoting/shown.ts';
import { escapeText, unescapeText } from '../drawing/rich-text.ts';
import { File } from './file.ts';
import { readMrkdwn } from './marks.ts';

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

/**
 * Readable words in Slack's markup: the message's `own`, and those attached to it. Previews of
 * links are left out.
 */
export function markupOf(message: Content, own: ShownText = ownMarkupOf(message)): ShownText {
  return joinParts([own, ...attachmentsIn(message.attachments).map(attachmentMarkupOf)], '\n\n');
}

/**
 * Of a message of an app, Slack shows the blocks, and the text only in notifications. A person's
 * text has the words of their block, and only the block says what was shown as code or as a
 * quotation.
 */
export function ownMarkupOf({ text, blocks, bot_id }: Content): ShownText {
  const own = text ?? '';
  const inBlocks = wordsIn(blocks);
  if (inBlocks.text === '') return readMrkdwn(own);
  if (bot_id || own === '') return inBlocks;
  if (!hasType(blocks, 'rich_text')) return readMrkdwn(own);
  // What looks like a mark in it was shown as it was typed.
  if ((inBlocks.shown ?? []).length === 0) return { text: own };
  // A part of an unknown kind has words in the text alone.
  return countLetters(inBlocks.text) < countLetters(own)
    ? readMrkdwn(own)
    : escapeOnce(inBlocks, own);
}

function hasType(nodes: unknown, type: string): boolean {
  return listIn(nodes).some((node) => Node.safeParse(node).data?.type === type);
}

const LETTER = /[\p{L}\p{N}]/gu;

function countLetters(markup: string): number {
  return unescapeText(markup).match(LETTER)?.length ?? 0;
}

const ESCAPED_TWICE = /&amp;(?=(?:amp|lt|gt);)/g;

/** Blocks are not said to be escaped; where the text is, and not twice, they were. */
function escapeOnce(said: ShownText, own: string): ShownText {
  if (own.search(ESCAPED_TWICE) !== -1) return said;
  return changeShown(said, (piece) => piece.replaceAll(ESCAPED_TWICE, '&'));
}

export function sharedFilesOf(attachments: Content['attachments']): z.infer<typeof File>[] {
  return attachmentsIn(attachments).flatMap(({ is_share, files }) =>
    is_share ? (files ?? []) : [],
  );
}

function attachmentsIn(attachments: Content['attachments']): Attachment[] {
  return (attachments ?? [])
    .flatMap((each) => Attachment.safeParse(each).data ?? [])
    .filter(({ is_share, from_url, app_unfurl_url }) => is_share || !(from_url || app_unfurl_url));
}

/** Slack's own words for an attachment of blocks. */
const NO_PREVIEW = '[no preview available]';

function attachmentMarkupOf(attachment: Attachment): ShownText {
  const {
    is_share,
    author_name,
    pretext,
    title,
    text: ownText,
    fallback,
    fields,
    blocks,
  } = attachment;
  const inBlocks = wordsIn(
    blocks ?? attachment.message_blocks?.map(({ message }) => message.blocks),
  );
  const own = readMrkdwn(ownText ?? '');
  const [first, second] = is_share ? [own, inBlocks] : [inBlocks, own];
  const words = first.text === '' ? second : first;
  if (is_share)
    return words.text === ''
      ? words
      : joinShown([{ text: `${author_name || 'Somebody'}: ` }, words]);
  const rows = (fields ?? []).map((field) =>
    joinParts([field.title, field.value].map(plain), ': '),
  );
  const all = joinParts([plain(pretext), plain(title), words, ...rows], '\n');
  return all.text !== '' || fallback === NO_PREVIEW ? all : plain(fallback);
}

function plain(text: string | null | undefined): ShownText {
  return { text: text ?? '' };
}

function joinParts(parts: readonly ShownText[], between: string): ShownText {
  return joinShown(
    parts.filter(({ text }) => text !== ''),
    between,
  );
}

const MAX_DEPTH = 10;
const Node = z.looseObject({
  type: z.string().catch(''),
  text: z.unknown().optional(),
  style: z.unknown().optional(),
});
const Style = z
  .object({ code: z.boolean().catch(false), strike: z.boolean().catch(false) })
  .partial()
  .catch({});

/** Words of blocks in markup, without labels of buttons and fields. */
function wordsIn(node: unknown, between = '\n', depth = 0): ShownText {
  if (depth > MAX_DEPTH) return plain('');
  const within = (children: unknown, with_ = '\n'): ShownText =>
    wordsIn(children, with_, depth + 1);
  if (Array.isArray(node))
    return joinParts(
      node.map((child) => within(child)),
      between,
    );
  const { data } = Node.safeParse(node);
  if (data === undefined) return plain('');
  const own = typeof data.text === 'string' ? data.text : '';
  switch (data.type) {
    case 'actions':
    case 'context_actions':
    case 'input':
    // The title of a picture that an app found.
    case 'image':
      return plain('');
    case 'mrkdwn':
      return readMrkdwn(own);
    case 'rich_text':
      return joinLines(listIn(data.elements).map((child) => within(child)));
    case 'rich_text_section':
      return within(data.elements, '');
    case 'rich_text_preformatted': {
      const { text } = within(data.elements, '');
      const code = showAs('code', text && `\`\`\`\n${text}\n\`\`\``);
      return data.border ? quote(code) : code;
    }
    case 'rich_text_quote': {
      const isOfSections = hasType(data.elements, 'rich_text_section');
      const words = isOfSections
        ? joinLines(listIn(data.elements).map((child) => within(child)))
        : null;
      return quote(words ?? within(data.elements, ''));
    }
    case 'rich_text_list': {
      const list = listOf(data, (item) => within(item));
      return data.border ? quote(list) : list;
    }
    case 'user':
      return plain(`<@${data.user_id}>`);
    case 'channel':
      return plain(`<#${data.channel_id}>`);
    case 'usergroup':
      return plain(`<!subteam^${data.usergroup_id}>`);
    case 'broadcast':
      return plain(`<!${data.range}>`);
    case 'emoji':
      return plain(`:${data.name}:`);
    case 'link':
      return styled(own === '' ? `<${data.url}>` : `<${data.url}|${escapeText(own)}>`, data.style);
    case 'date':
      return plain(typeof data.fallback === 'string' ? escapeText(data.fallback) : '');
    case 'color':
      return plain(`${data.value}`);
    case 'text':
      return styled(escapeText(own), data.style);
    default: {
      const parts = [
        data.title,
        own === '' ? data.text : null,
        data.fields,
        data.elements,
        data.child_blocks,
      ];
      return joinParts(
        [plain(escapeText(own)), ...parts.map((part) => within(part)), within(data.rows)],
        '\n',
      );
    }
  }
}

/**
 * What is struck out would read as its opposite without marks. Blanks at either end stay outside of
 * them.
 */
function styled(markup: string, style: unknown): ShownText {
  const words = markup.trim();
  const { code, strike } = Style.parse(style);
  if (words === '') return plain(markup);
  const start = markup.indexOf(words);
  const mark = strike ? '~' : '';
  return joinShown([
    plain(`${markup.slice(0, start)}${mark}`),
    code ? showAs('code', `\`${words}\``) : plain(words),
    plain(`${mark}${markup.slice(start + words.length)}`),
  ]);
}

function quote({ text }: ShownText): ShownText {
  return showAs('quotation', text && `> ${text.replaceAll('\n', '\n> ')}`);
}

function listIn(node: unknown): readonly unknown[] {
  return Array.isArray(node) ? node : [];
}

/**
 * Parts that each begin a line. The words in front of code or of a list end with a line break of
 * their own.
 */
function joinLines(parts: readonly ShownText[]): ShownText {
  const all = parts.filter(({ text }) => text !== '');
  const isLast = (index: number) => index === all.length - 1;
  return joinShown(
    all.map((part, index) =>
      isLast(index) || part.text.endsWith('\n') ? part : joinShown([part, plain('\n')]),
    ),
  );
}

function listOf(
  { elements, style, indent, offset }: Readonly<Record<string, unknown>>,
  read: (item: unknown) => ShownText,
): ShownText {
  const start = typeof offset === 'number' ? offset + 1 : 1;
  const blanks = '    '.repeat(typeof indent === 'number' ? Math.min(indent, MAX_DEPTH) : 0);
  const lines = listIn(elements).map((item, at) => {
    const bullet = style === 'ordered' ? `${start + at}. ` : '• ';
    return joinShown([{ text: `${blanks}${bullet}` }, read(item)]);
  });
  return joinParts(lines, '\n');
}
