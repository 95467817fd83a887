import type { Words } from '../../../acts/gateway/messages/incoming-messages.ts';
import { BOT_NAME } from '../../../acts/gateway/messages/mentions.ts';
import { MAX_SAID, type SaidBefore } from '../../../acts/gateway/requested-design.ts';
import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import { plainText } from '../../../presentation/format/plain.ts';
import { escaped, unescaped } from '../drawing/rich-text.ts';
import type { SlackContext } from '../slack-context.ts';
import { authorOf, FoundMessages, filesOf, isFromElsewhere, Message, markupOf } from './message-event.ts';

/** `<@U1>`, `<#C1|general>`, `<!here>`, `<https://…|label>`. Excludes `<` inside, so that matching takes linear time (A15). */
const REFERENCE = /<([^<>|\s][^<>|]{0,2999})(?:\|([^<>]{0,3000}))?>/g;
const PERSON = /<@([A-Z0-9]{1,40})(?:\|[^<>]{0,200})?>/g;
/** People to look up for one message; the others are called “somebody”. */
const MAX_NAMES = 20;
const SOMEBODY = 'somebody';
/** Slack adds `mailto:` and `tel:` to addresses that it recognizes. */
const SCHEME = /^(?:mailto:|tel:|https?:\/\/)/;

export function mentionedIn(text: string): string[] {
  const ids = [...text.matchAll(PERSON)].flatMap(([, id]) => (id === undefined ? [] : [id]));
  return [...new Set(ids)].slice(0, MAX_NAMES);
}

/** Slack's markup as its author saw it. `names`: of the mentioned people, by id. */
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
      // Decoding comes after this, so the name is escaped.
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

/** A label that repeats the address is left out. */
function linked(url: string, label: string): string {
  const address = url.replace(SCHEME, '');
  if (label === '' || label === url) return /^(?:mailto|tel):/.test(url) ? address : url;
  return label === address ? label : `${label} (${url})`;
}

/** Limit of one call, which returns the first messages of a thread in order. */
const MAX_FOUND = 999;
const SOME_APP = 'an app';

/**
 * Reads what people of this workspace said in a thread. Includes the chosen message even if an app wrote it, and
 * another app's message if it opens the thread.
 */
export async function threadWords(
  context: SlackContext,
  channel: string,
  ts: string,
  meant: string,
): Promise<SaidBefore> {
  const { user_id: botUser, team_id: ours } = context.identity();
  const find = async (window: {
    readonly limit: number;
    readonly oldest?: string;
    readonly latest?: string;
  }) => {
    const answer = await context.web.conversations.replies({ channel, ts, inclusive: true, ...window });
    const { messages, has_more: isMore } = FoundMessages.parse(answer);
    return { isMore, found: messages.flatMap((each) => Message.safeParse(each).data ?? []) };
  };
  const { isMore, found } = await find({ limit: MAX_FOUND });
  const isFurther = isMore && found.every((each) => each.ts !== meant);
  const further = isFurther ? (await find({ limit: 10, oldest: meant, latest: meant })).found : [];
  const isTaken = (each: Message) =>
    each.ts === meant ||
    (each.ts === ts && each.bot_id && each.user !== botUser) ||
    (authorOf(each, botUser) !== null && !isFromElsewhere(each, ours));
  const all = found.filter(isTaken);
  const isKept = (each: Message, at: number) =>
    at < MAX_SAID || at >= all.length - MAX_SAID || each.ts === meant;
  const kept = [
    ...all.map((each, at) => (isKept(each, at) ? each : null)),
    ...(isMore ? [null] : []),
    ...further.flatMap((each) => (each.ts === meant ? [each, null] : [])),
  ];
  const shown = kept.filter((each, at) => each !== null || kept[at - 1] !== null);
  const ids = shown.flatMap((each) =>
    each === null ? [] : [...(each.user ? [each.user] : []), ...mentionedIn(markupOf(each))],
  );
  const names = await namesAtOnce(context, ids);
  return shown.map((each) => {
    if (each === null) return null;
    const name = names.get(each.user ?? '') ?? SOME_APP;
    const words = plainWords(markupOf(each), names);
    return { name, words, files: filesOf(each), isMeant: each.ts === meant };
  });
}

/** For what must be answered within three seconds: people not named by then are “somebody”. */
export async function wordsAtOnce(context: SlackContext, text: string): Promise<string> {
  return plainWords(text, await namesAtOnce(context, mentionedIn(text)));
}

async function namesAtOnce(
  { people, identity }: SlackContext,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { user_id: botUser } = identity();
  const others = [...new Set(ids)].filter((id) => id !== botUser);
  const names = await Promise.all(others.map(async (id) => [id, await people.nameAtOnce(id)] as const));
  return new Map([...names, [botUser, BOT_NAME]]);
}

/** Characters of markup to read: an `&` takes five, and Slack sends at most some 40,000. */
const MAX_MARKUP = BOUNDS.replyCharacters * 5;

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
    Promise.all(mentioned.map(async (id) => [id, await people.name(id)] as const)),
  ]);
  const names = new Map([...named, [botUser, BOT_NAME]]);
  return { person, isActive, words: plainWords(markup, names) };
}
