import { Buffer, isUtf8 } from 'node:buffer';
import { oneLine } from '../../core/presentation/format/plain.ts';
import { unreadMark } from '../../core/questions/quoted.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { cutText } from '../../core/vocabulary/text.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import { REPLY_TEXTS, type Unread } from './reply-texts.ts';

/** Bytes: larger files are not fetched. */
const MAX_BYTES = 1_000_000;
const MAX_FILES = 10;
const NAME_CHARACTERS = 120;

/** A file that people attached, as the platform describes it. */
export interface AttachedFile {
  readonly id: string;
  readonly name: string | null;
  /** Bytes, as far as is known. */
  readonly size: number | null;
  /** Address to fetch it from; `null` when the platform does not have it itself. */
  readonly url: string | null;
}

export type Fetched = { readonly bytes: Uint8Array } | { readonly why: Unread; readonly detail: string };
/** Fetches a file in time for its message to be acknowledged, and never more than so many bytes. Never throws. */
export type FetchFile = (file: AttachedFile, maxBytes: number) => Promise<Fetched>;

/** The places where a platform keeps files, and its way of giving them out. */
interface FileOrigin {
  /** Only these are asked. */
  readonly origins: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for one file: what it belongs to waits for it. */
  readonly timeoutMs: number;
}

/** Fetches a file. Never follows a redirection, never reads more than so many bytes, and never throws. */
export async function fetchFrom(
  { origins, headers = {}, timeoutMs }: FileOrigin,
  { url }: Pick<AttachedFile, 'url'>,
  maxBytes: number,
  clock: Clock,
): Promise<Fetched> {
  if (url === null || !isFrom(origins, url)) return { why: 'elsewhere', detail: 'another origin' };
  const late = new AbortController();
  using _alarm = clock.at(clock.now() + timeoutMs, () => late.abort(new Error('took too long')));
  try {
    const answer = await fetch(url, { headers, redirect: 'error', signal: late.signal });
    return await bytesOf(answer, maxBytes);
  } catch (error) {
    return { why: 'unreachable', detail: error instanceof Error ? error.message : 'unknown' };
  }
}

/** Tells if an address has one of these origins, whatever else it looks like. */
export function isFrom(origins: readonly string[], url: string): boolean {
  return URL.canParse(url) && origins.includes(new URL(url).origin);
}

/** The bytes of an answer that holds a file, unless they are more than these: it is not read further then. */
async function bytesOf(answer: Response, maxBytes: number): Promise<Fetched> {
  if (!answer.ok || answer.body === null) return { why: 'unreachable', detail: `status ${answer.status}` };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > maxBytes) return { why: 'too_large', detail: 'larger than it was said to be' };
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks) };
}

/** A file that people attached, as far as it could be read. */
interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Stands in the message's words for a file that was not read. */
  readonly mark: string;
  readonly content: { readonly text: string } | { readonly why: Unread };
}

/** Reads what can be read; never throws. What is large is not even fetched. */
export function readAttachments(
  files: readonly AttachedFile[],
  fetchFile: FetchFile,
  log: Log,
): Promise<Attachment[]> {
  return Promise.all(
    files.map(async (file, place) => {
      const why = place < MAX_FILES ? reasonNotFetched(file) : 'too_many';
      const content = why === null ? await contentOf(file, fetchFile, log) : { why };
      return { id: file.id, name: nameOf(file), mark: markOf(file), content };
    }),
  );
}

/** A file as a separate reply; one that is too long is cut, with a mark. */
export function withHeading(name: string, content: string): string {
  const heading = (note: string): string => `Attached file ${name}${note}:\n\n`;
  const whole = `${heading('')}${content}`;
  if (whole.length <= BOUNDS.replyCharacters) return whole;
  const cut = heading(` (its beginning; it has ${content.length} characters)`);
  return `${cut}${cutText(content, BOUNDS.replyCharacters - cut.length)}`;
}

/** Tells about files that could not be read, and why; empty where there are none. */
export function remarkOnUnread(attachments: readonly Attachment[], platform: string): string {
  const unread = attachments.flatMap(({ name, content }) =>
    'why' in content ? [{ name, why: content.why }] : [],
  );
  return unread.length === 0 ? '' : REPLY_TEXTS.unread(unread, platform);
}

/** The note to the author about files that could not be read, or only in part; empty where there are none. */
export function remarkOn(attachments: readonly Attachment[], platform: string): string {
  const unread = remarkOnUnread(attachments, platform);
  const cut = attachments.flatMap(({ name, content }) =>
    'text' in content && !withHeading(name, content.text).endsWith(content.text)
      ? [REPLY_TEXTS.shortened(name, BOUNDS.replyCharacters, content.text.length)]
      : [],
  );
  return [...(unread === '' ? [] : [unread]), ...cut].join(' ');
}

function nameOf({ name }: AttachedFile): string {
  return cutText(oneLine(name ?? ''), NAME_CHARACTERS).trim() || 'a file';
}

/** Checks the size first: a file that is too large is not fetched. `null`: it may be fetched. */
export function reasonNotFetched({ size, url }: AttachedFile): Unread | null {
  if (url === null) return 'elsewhere';
  return size !== null && size > MAX_BYTES ? 'too_large' : null;
}

export function markOf(file: AttachedFile): string {
  return unreadMark(nameOf(file), file.size ? sizeOf(file.size) : '');
}

function sizeOf(bytes: number): string {
  const [unit, per] = bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : ['kB', 1e3];
  return `${Math.max(1, Math.round(bytes / per))} ${unit}`;
}

async function contentOf(file: AttachedFile, fetchFile: FetchFile, log: Log): Promise<Attachment['content']> {
  const fetched = await fetchFile(file, MAX_BYTES);
  if ('why' in fetched) {
    log.warn('file_not_fetched', { file: file.id, ...fetched });
    return { why: fetched.why };
  }
  const text = textIn(fetched.bytes);
  if (text === null) return { why: 'not_text' };
  return { text };
}

/** The beginning of a PDF, which may be letters throughout and is no text that people wrote. */
const PDF = '%PDF-';

/** `null` for what is no text in UTF-8. */
function textIn(bytes: Uint8Array): string | null {
  const text = isUtf8(bytes) ? new TextDecoder().decode(bytes) : '\u0000';
  return text.includes('\u0000') || text.startsWith(PDF) ? null : text;
}
