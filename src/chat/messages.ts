/** What people write in threads, with their text files: stored as replies, or read as the context of a start. */

import type { ContextItem, Thread } from '#design/events.ts';
import type { Incoming } from '#engine/chat.ts';
import type { Actor } from '#engine/design-inputs.ts';
import { cut } from '#support/text.ts';
import { md } from '#words/md.ts';
import { cancel } from './controls.ts';
import type { ChatDesigns } from './gateway.ts';

export interface PersonMessage {
  /** As it is stored: an edit's with its time (P5). */
  readonly id: string;
  readonly replaces: string;
  /** Names in the place of mentions; text files at the end. */
  readonly text: string;
  readonly unreadFiles: readonly string[];
  /** What stands beside a mention of the bot; `null`: the bot is not mentioned. */
  readonly toBot: string | null;
}

export function isCancel({ toBot }: PersonMessage): boolean {
  return toBot?.toLowerCase() === 'cancel';
}

/** `null`: no design runs there, and it is nobody's reply. Otherwise a private answer, or nothing to say. */
export async function takeReply(
  designs: ChatDesigns,
  message: PersonMessage,
  actor: Actor,
  { platform, channel, thread }: Thread,
): Promise<string | null> {
  const row = await designs.ofThread(platform, channel, thread);
  if (row === null || row.isEnded) return null;
  const delivery = { platform, id: message.id };
  if (isCancel(message) && message.replaces === '')
    return (await cancel(designs, row.id, actor, delivery)).words;
  const { text, unreadFiles, replaces } = message;
  const told = replaces === '' ? unreadWords(unreadFiles) : '';
  // Nothing was said, and nothing could be read.
  if (text === '') return told;
  const result = await designs.reply(row.id, { text, unreadFiles, replaces }, actor, delivery);
  return result.ok ? told : result.refusal.message;
}

/** The messages of a thread that is read again; an edit comes in addition to the message it edits. */
export function asIncoming(
  message: PersonMessage,
  { name: author, id: authorId }: Actor,
  editedAt: string | number | null | undefined,
): Incoming[] {
  // An old *cancel* is not carried out when a thread is read again.
  const { id, text, unreadFiles } = message;
  if (text === '' || isCancel(message)) return [];
  const reply = { id, replaces: '', author, authorId, text, unreadFiles };
  return editedAt ? [reply, { ...reply, id: `${id}:${editedAt}`, replaces: id }] : [reply];
}

/** What was said in a thread in which a design starts; of a long thread, its end. */
export function threadContext(messages: readonly Incoming[]): ContextItem[] {
  const said = messages.flatMap(({ author, text, replaces, unreadFiles = [] }) => {
    const unread = unreadFiles.map((name) => `\n(not read: ${name})`).join('');
    return replaces === '' ? `${author}: ${text}${unread}` : [];
  });
  let first = said.length;
  let characters = 0;
  while (first > 0) {
    characters += (said[first - 1] ?? '').length + 2;
    if (characters > MAX_CONTEXT_CHARACTERS) break;
    first -= 1;
  }
  const left = first === 0 ? [] : [`(${first} earlier messages are left out.)`];
  const text = [...left, ...said.slice(first)].join('\n\n');
  return said.length === 0 ? [] : [{ name: 'What the thread said', text }];
}

const MAX_CONTEXT_CHARACTERS = 90_000;
const MAX_FILE_BYTES = 100_000;
/** The longest message with its files that `ReplyInput` accepts. */
const MAX_CHARACTERS = 100_000;
const FILE_MS = 2_000;

export interface AttachedFile {
  readonly name: string;
  readonly bytes: number;
  readonly url: string;
}

/** The text with its text files at the end. */
export async function addFiles(
  text: string,
  files: readonly AttachedFile[],
  headers: Readonly<Record<string, string>> = {},
): Promise<Pick<PersonMessage, 'text' | 'unreadFiles'>> {
  const contents = await Promise.all(files.map((file) => readTextFile(file, headers)));
  const parts = text === '' ? [] : [text];
  const unreadFiles: string[] = [];
  let room = MAX_CHARACTERS - text.length;
  files.forEach((file, index) => {
    const name = cut(file.name, 100);
    const part = `${name}:\n${contents[index]}`;
    const isTaken = typeof contents[index] === 'string' && part.length + 2 <= room;
    if (isTaken) room -= part.length + 2;
    (isTaken ? parts : unreadFiles).push(isTaken ? part : name);
  });
  return { text: cut(parts.join('\n\n'), MAX_CHARACTERS), unreadFiles };
}

function unreadWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  return md`I could not read ${names.join(', ')}. I read text files of up to 100 kB.`.text;
}

async function readTextFile(
  { name, bytes, url }: AttachedFile,
  headers: Readonly<Record<string, string>>,
): Promise<string | null> {
  if (url === '' || bytes > MAX_FILE_BYTES) return null;
  try {
    const answer = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(FILE_MS),
    });
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
    // Slack answers with its page for signing in where it does not let the bot read files.
    if (!answer.ok || (isPage && !/\.html?$/i.test(name))) return null;
    const content = new TextDecoder('utf-8', { fatal: true }).decode(await answer.arrayBuffer());
    return content.includes('\0') || content.length > MAX_FILE_BYTES ? null : content.trim();
  } catch {
    return null;
  }
}
