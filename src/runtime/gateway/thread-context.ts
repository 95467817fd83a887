import { BOUNDS, type ContextItem } from '../../core/events.ts';
import { cutText } from '../../core/text.ts';
import { foundOr, type PlatformAccess } from './platform-access.ts';

/** Milliseconds that reading a thread may take: the person who sent the form waits, for three seconds at most. */
const READ_MS = 1_500;

/** What people said in the thread of a message, as one item of a design's context; `null` when it could not be read in time. */
export async function threadContext(
  access: PlatformAccess,
  read: () => Promise<readonly { readonly name: string; readonly words: string }[]>,
): Promise<ContextItem[] | null> {
  const said = await foundOr(access, read(), READ_MS, null, { what: 'thread' });
  if (said === null) return null;
  const text = said.map(({ name, words }) => `${name}: ${words}`).join('\n\n');
  return text === '' ? [] : [{ name: 'thread', text: cutText(text, BOUNDS.contextCharacters / 2) }];
}
