import * as z from 'zod';
import { BOUNDS, type ContextItem } from '../../core/events.ts';
import { atMost } from '../../core/text.ts';
import { inTime } from '../../runtime/in-time.ts';
import type { SlackDesk } from './desk.ts';
import { slackCode } from './faults.ts';
import { mentionedIn, plainWords } from './messages/plain-words.ts';

/** Messages of a thread that are taken along, counted from its first. */
const MOST_MESSAGES = 200;
/** Milliseconds that reading it may take: whoever sent the form waits, for three seconds at most. */
const READ_MS = 1_500;

const Said = z.object({
  messages: z.array(
    z.object({ user: z.string().optional(), text: z.string().default(''), subtype: z.string().optional() }),
  ),
});

/** What people said in the thread of a message, as one item; `null` when it could not be read in time. */
export async function contextOfMessage(
  desk: SlackDesk,
  channel: string,
  { thread }: { readonly thread: string },
): Promise<ContextItem[] | null> {
  const { clock, log } = desk.engine.parts;
  const read = wordsOf(desk, channel, thread).catch((error: unknown) => {
    log.warn('slack_thread_not_read', { code: slackCode(error) });
    return null;
  });
  const text = await inTime(read, READ_MS, null, clock);
  if (text === null) return null;
  return text === '' ? [] : [{ name: 'thread', text: atMost(text, BOUNDS.contextCharacters / 2) }];
}

async function wordsOf(desk: SlackDesk, channel: string, ts: string): Promise<string> {
  const { messages } = Said.parse(
    await desk.web.conversations.replies({ channel, ts, limit: MOST_MESSAGES }),
  );
  const said = messages.filter(
    ({ user, text }) => user !== undefined && user !== desk.botUser && text !== '',
  );
  const ids = new Set(said.flatMap(({ user = '', text }) => [user, ...mentionedIn(text)]));
  const people = await Promise.all([...ids].map((id) => desk.people.person(id)));
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return said.map(({ user = '', text }) => `${names.get(user)}: ${plainWords(text, names)}`).join('\n\n');
}
