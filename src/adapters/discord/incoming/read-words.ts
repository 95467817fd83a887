import { BOUNDS } from '../../../core/events.ts';
import { BOT_NAME, type Words } from '../../../runtime/gateway/incoming-messages.ts';
import type { Message } from '../calls/wire.ts';
import type { DiscordContext } from '../discord-context.ts';
import type { Conversation } from './conversations.ts';
import { namesIn, plainWords } from './plain-words.ts';

/** Characters of markup that are read at all: a mention takes some twenty, and Discord sends no more than some 4,000. */
const MAX_MARKUP = BOUNDS.replyCharacters;

/** A message's author and these words of it, as people read them. */
export async function readWords(
  { people, botUser }: DiscordContext,
  markup: string,
  message: Message,
  { guild }: Conversation,
): Promise<Words> {
  const { author, member } = message;
  const person = member == null ? await people.person(author, guild) : people.known(author, member);
  const names = new Map([...namesIn(message), [botUser(), BOT_NAME]]);
  // A deactivated account of Discord writes nothing there.
  return { person, isActive: true, words: plainWords(markup.slice(0, MAX_MARKUP), names) };
}
