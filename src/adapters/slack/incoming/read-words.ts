import { BOUNDS } from '../../../core/events.ts';
import { BOT_NAME, type Words } from '../../../runtime/gateway/incoming-messages.ts';
import type { SlackContext } from '../slack-context.ts';
import { mentionedIn, plainWords } from './plain-words.ts';

/** Characters of markup that are read at all: an `&` takes five, and Slack sends no more than some 40,000. */
const MAX_MARKUP = BOUNDS.replyCharacters * 5;

/** A message's author and words, as people read them. */
export async function readWords(
  { people, identity }: Pick<SlackContext, 'people' | 'identity'>,
  author: string,
  text: string,
): Promise<Words> {
  const botUser = identity().user_id;
  const markup = text.slice(0, MAX_MARKUP);
  const mentioned = mentionedIn(markup).filter((id) => id !== botUser);
  const [person, isActive, named] = await Promise.all([
    people.person(author),
    people.isActive(author),
    Promise.all(mentioned.map((id) => people.person(id))),
  ]);
  const names = new Map([...named.map(({ id, name }) => [id, name] as const), [botUser, BOT_NAME]]);
  return { person, isActive, words: plainWords(markup, names) };
}
