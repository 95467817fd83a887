import * as z from 'zod';
import { BOUNDS } from '../../../core/events.ts';
import { BOT_NAME, type Words } from '../../../runtime/gateway/incoming-messages.ts';
import { plainText } from '../../../runtime/message/plain.ts';
import { escaped, unescaped } from '../drawing/rich-text.ts';
import type { SlackContext } from '../slack-context.ts';

/** `<@U1>`, `<#C1|general>`, `<!here>`, `<https://…|label>`. No `<` within, so that it is read in linear time (A15). */
const REFERENCE = /<([^<>|\s][^<>|]{0,2999})(?:\|([^<>]{0,3000}))?>/g;
const PERSON = /<@([A-Z0-9]{1,40})(?:\|[^<>]{0,200})?>/g;
/** People of one message whose names are looked up; the others are "somebody". */
const MAX_NAMES = 20;
const SOMEBODY = 'somebody';
/** `mailto:` and `tel:`, which Slack puts before what it recognises. */
const SCHEME = /^(?:mailto:|tel:|https?:\/\/)/;

/** The people that a text mentions, each once. */
export function mentionedIn(text: string): string[] {
  const ids = [...text.matchAll(PERSON)].flatMap(([, id]) => (id === undefined ? [] : [id]));
  return [...new Set(ids)].slice(0, MAX_NAMES);
}

/** Slack's markup as the words that people saw when they wrote it. `names` are those of the people who are mentioned. */
export function plainWords(text: string, names: ReadonlyMap<string, string>): string {
  const read = text.replaceAll(REFERENCE, (_, target: string, label = '') =>
    referenced(target, label, names),
  );
  return plainText(unescaped(read)).trim();
}

function referenced(target: string, label: string, names: ReadonlyMap<string, string>): string {
  const name = target.slice(1);
  switch (target[0]) {
    case '@':
      // Names go in before the text is decoded.
      return `@${escaped(names.get(name) ?? SOMEBODY)}`;
    case '#':
      return `#${label === '' ? 'channel' : label}`;
    case '!':
      return special(name, label);
    default:
      return linked(target, label);
  }
}

function special(name: string, label: string): string {
  if (name.startsWith('subteam^')) return label === '' ? '@group' : `@${label.replace(/^@/, '')}`;
  if (name.startsWith('date^')) return label;
  return `@${label === '' ? name : label.replace(/^@/, '')}`;
}

/** A label that only repeats the address says nothing more. */
function linked(url: string, label: string): string {
  const address = url.replace(SCHEME, '');
  if (label === '' || label === url) return /^(?:mailto|tel):/.test(url) ? address : url;
  return label === address ? label : `${label} (${url})`;
}

/** The most messages of a thread that a design gets as context, counted from its first. */
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
  const known = await Promise.all([...ids].map((id) => people.personAtOnce(id)));
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return messages.map(({ user, text }) => ({ name: names.get(user) ?? '', words: plainWords(text, names) }));
}

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
