import { Buffer, isUtf8 } from 'node:buffer';
import { makeUnreadMark } from '../../core/questions/quoting/unread-marks.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Clock } from '../../foundation/clock.ts';
import { cutText } from '../../foundation/cut-text.ts';
import type { Log } from '../../foundation/log.ts';
import { No } from '../../foundation/no.ts';
import { afterRunningFor } from '../../foundation/timeout.ts';
import { foldToOneLine } from '../../presentation/format/plain.ts';
import { REPLY_TEXTS, type Unread } from './reply-texts.ts';

/** Bytes; larger files are not fetched. */
const MAX_BYTES = 1_000_000;
const MAX_FILES = 10;
const NAME_CHARACTERS = 120;

export interface AttachedFile {
  readonly id: string;
  readonly name: string | null;
  readonly size: number | null;
  /** Address to fetch; `null` if the platform has to be asked for it. */
  readonly url: string | null;
  /** Reason why it cannot be fetched. */
  readonly why?: Unread;
}

/** `name`: if the platform said it only with the bytes. */
export type Fetched =
  | { readonly bytes: Uint8Array; readonly name?: string | null }
  | No<{ readonly kind: Unread; readonly detail: string }>;
/** Fetches at most `maxBytes` of a file, before its message must be acknowledged. Never throws. */
export type FetchFile = (file: AttachedFile, maxBytes: number) => Promise<Fetched>;

interface FileOrigin {
  /** Only these are contacted. */
  readonly origins: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds per file in which this process runs: its message waits. */
  readonly timeoutMs: number;
}

/**
 * Fetches a file. Follows one redirect among these origins, reads at most `maxBytes`, never throws.
 */
export async function fetchFrom(
  { origins, headers = {}, timeoutMs }: FileOrigin,
  { url }: Pick<AttachedFile, 'url'>,
  maxBytes: number,
  clock: Clock,
): Promise<Fetched> {
  const outside = new No({ kind: 'elsewhere', detail: 'another origin' });
  if (url === null || !isFrom(origins, url)) return outside;
  const late = new AbortController();
  const alarm = () => late.abort(new Error('took too long'));
  using _alarm = afterRunningFor(timeoutMs, alarm, clock);
  try {
    const get = (from: string) => fetch(from, { headers, redirect: 'manual', signal: late.signal });
    const answer = await get(url);
    const location = REDIRECTS.includes(answer.status) ? answer.headers.get('location') : null;
    if (location === null) return await bytesOf(answer, maxBytes);
    await answer.body?.cancel();
    const there = URL.canParse(location, url) ? new URL(location, url).href : '';
    return isFrom(origins, there) ? await bytesOf(await get(there), maxBytes) : outside;
  } catch (error) {
    return new No({
      kind: 'unreachable',
      detail: error instanceof Error ? error.message : 'unknown',
    });
  }
}

const REDIRECTS = [301, 302, 303, 307, 308];
const WHY_BY_STATUS: Readonly<Record<number, Unread>> = {
  403: 'forbidden',
  404: 'deleted',
  410: 'deleted',
};

export function isFrom(origins: readonly string[], url: string): boolean {
  return URL.canParse(url) && origins.includes(new URL(url).origin);
}

/** Stops reading beyond `maxBytes`. */
async function bytesOf(answer: Response, maxBytes: number): Promise<Fetched> {
  const { status } = answer;
  if (!answer.ok || answer.body === null)
    return new No({ kind: WHY_BY_STATUS[status] ?? 'unreachable', detail: `status ${status}` });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > maxBytes)
      return new No({ kind: 'too_large', detail: 'larger than it was said to be' });
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks) };
}

type Content = { readonly text: string; readonly name?: string | null } | No<Unread>;

interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Mark in the message's words for an unread file. */
  readonly mark: string;
  readonly content: Content;
}

/** Reads files where possible; never throws. Large files are not fetched. */
export function readAttachments(
  files: readonly AttachedFile[],
  fetchFile: FetchFile,
  log: Log,
): Promise<Attachment[]> {
  return Promise.all(
    files.map(async (file, place) => {
      const why = place < MAX_FILES ? refuseFile(file) : 'too_many';
      const content = why === null ? await contentOf(file, fetchFile, log) : new No(why);
      const renamed = content instanceof No ? file : { ...file, name: content.name ?? file.name };
      return { id: file.id, name: fileNameOf(renamed), mark: unreadMarkOf(renamed), content };
    }),
  );
}

/** A file as a separate reply; if too long, it is cut and marked as such. */
export function addHeading(name: string, content: string): string {
  const heading = (note: string): string => `Attached file ${name}${note}:\n\n`;
  const whole = `${heading('')}${content}`;
  if (whole.length <= BOUNDS.replyCharacters) return whole;
  const cut = heading(` (its beginning; it has ${content.length} characters)`);
  return `${cut}${cutText(content, BOUNDS.replyCharacters - cut.length)}`;
}

/** Remark on unread files, with reasons; empty for none. */
export function remarkOnUnread(attachments: readonly Attachment[], platform: string): string {
  const unread = attachments.flatMap(({ name, content }) =>
    content instanceof No ? [{ name, why: content.why }] : [],
  );
  return unread.length === 0 ? '' : REPLY_TEXTS.unread(unread, platform);
}

/** Note to the author on files read in part or not at all; empty for none. */
export function remarkOn(attachments: readonly Attachment[], platform: string): string {
  const unread = remarkOnUnread(attachments, platform);
  const cut = attachments.flatMap(({ name, content }) =>
    content instanceof No || addHeading(name, content.text).endsWith(content.text)
      ? []
      : [REPLY_TEXTS.shortened(name, BOUNDS.replyCharacters, content.text.length)],
  );
  return [...(unread === '' ? [] : [unread]), ...cut].join(' ');
}

export function fileNameOf({ name }: AttachedFile): string {
  return cutText(foldToOneLine(name ?? ''), NAME_CHARACTERS).trim() || 'a file';
}

/** Reason not to fetch a file; `null` if it may be fetched. */
export function refuseFile({ size, why }: AttachedFile): Unread | null {
  if (why !== undefined) return why;
  return size !== null && size > MAX_BYTES ? 'too_large' : null;
}

export function unreadMarkOf(file: AttachedFile): string {
  return makeUnreadMark(fileNameOf(file), file.size ? sizeOf(file.size) : '');
}

function sizeOf(bytes: number): string {
  const [unit, per] = bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : ['kB', 1e3];
  return `${Math.max(1, Math.round(bytes / per))} ${unit}`;
}

async function contentOf(file: AttachedFile, fetchFile: FetchFile, log: Log): Promise<Content> {
  const answer = await fetchFile(file, MAX_BYTES);
  if (answer instanceof No) {
    const { kind: why, detail } = answer.why;
    log.warn('file_not_fetched', { file: file.id, why, detail });
    return new No(why);
  }
  const text = textIn(answer.bytes);
  if (text === null) return new No('not_text');
  return { text, ...(answer.name && { name: answer.name }) };
}

/** A PDF may begin with nothing but letters, but is not text that people wrote. */
const PDF = '%PDF-';

/** `null` unless it is UTF-8 text. */
function textIn(bytes: Uint8Array): string | null {
  const text = isUtf8(bytes) ? new TextDecoder().decode(bytes) : '\u0000';
  return text.includes('\u0000') || text.startsWith(PDF) ? null : text;
}
