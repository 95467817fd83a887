import type * as z from 'zod';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import type { StartRequest } from '#engine/parts/start-request.ts';
import { cutMiddle } from '#foundation/cut-text.ts';
import type { StartTyped } from '../../starting/fields.ts';
import { unreadMarkOf } from '../attachments.ts';
import type { Said, SaidBefore } from '../interaction.ts';
import { lookUpOr, type PlatformAccess } from '../platform-access.ts';

/** A start as a person typed it, with what goes along. */
export interface RequestedDesign
  extends z.output<typeof StartTyped>,
    Pick<StartRequest, 'topicShown'> {
  readonly notes: readonly string[];
}

/** Milliseconds to read a thread: the person waits, and platforms allow three seconds. */
const READ_MS = 1_500;

/** Messages to take along from the beginning of a thread, and as many from its end. */
export const MAX_SAID = 100;
const MAX_THREAD = BOUNDS.contextCharacters / 2;
const LEFT_OUT = '[messages left out]';
const NO_TEXT = '[no text that can be read]';

/**
 * Adds a thread's messages to the context. Returns `null` if they could not be read in time, and
 * the context unchanged if `read` is `null`. If the thread must be cut, the message that was meant
 * comes first.
 */
export async function addThread(
  access: PlatformAccess,
  start: RequestedDesign,
  read: (() => Promise<SaidBefore>) | null,
): Promise<RequestedDesign | null> {
  const messages =
    read === null ? [] : await lookUpOr(access, read(), READ_MS, null, { what: 'thread' });
  if (messages === null) return null;
  const text = messages.map(wordSaid).join('\n\n');
  if (text === '') return start;
  const thread = { name: 'thread', text: cutMiddle(text, MAX_THREAD) };
  const chosen = text.length > MAX_THREAD ? messages.filter((each) => each?.isMeant === true) : [];
  const first = chosen.map((each) => ({
    name: 'message',
    text: cutMiddle(wordSaid(each), MAX_THREAD / 2),
  }));
  const hasFiles = messages.some((each) => each !== null && each.files.length > 0);
  const notes = [
    ...start.notes,
    ...(hasFiles
      ? ['Attached files are not included: attach what matters again in its thread.']
      : []),
  ];
  return { ...start, context: [...start.context, ...first, thread], notes };
}

function wordSaid(message: Said | null): string {
  if (message === null) return LEFT_OUT;
  const { name, words, files } = message;
  const parts = [words, ...files.map(unreadMarkOf)].filter((part) => part !== '');
  return `${name}: ${parts.join('\n') || NO_TEXT}`;
}
