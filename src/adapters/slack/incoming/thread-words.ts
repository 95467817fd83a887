import * as z from 'zod';
import type { SlackContext } from '../slack-context.ts';
import { mentionedIn, plainWords } from './plain-words.ts';

/** Messages of a thread that are taken along, counted from its first. */
const MAX_MESSAGES = 200;

const Answer = z.object({
  messages: z.array(
    z.object({ user: z.string().optional(), text: z.string().default(''), subtype: z.string().optional() }),
  ),
});

/** What people said in a thread. */
export async function threadWords(
  { web, people, identity }: SlackContext,
  channel: string,
  ts: string,
): Promise<{ readonly name: string; readonly words: string }[]> {
  const answer = Answer.parse(await web.conversations.replies({ channel, ts, limit: MAX_MESSAGES }));
  const { user_id: botUser } = identity();
  const messages = answer.messages.flatMap(({ user, text }) =>
    user !== undefined && user !== botUser && text !== '' ? [{ user, text }] : [],
  );
  const ids = new Set(messages.flatMap(({ user, text }) => [user, ...mentionedIn(text)]));
  const known = await Promise.all([...ids].map((id) => people.person(id)));
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return messages.map(({ user, text }) => ({ name: names.get(user) ?? '', words: plainWords(text, names) }));
}
