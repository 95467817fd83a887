import { BOT_NAME } from '#acts/gateway/incoming/mentions.ts';
import { type MessageWords, messageWordsOf } from '#acts/gateway/incoming/message.ts';
import type { SaidBefore } from '#acts/gateway/interaction.ts';
import { lookUpOr } from '#acts/gateway/platform-access.ts';
import { MAX_SAID } from '#acts/gateway/starting/requested-design.ts';
import {
  changeShown,
  type ShownText,
  sliceShown,
  trimShown,
} from '#core/questions/quoting/shown.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import { UNKNOWN_NAME } from '#core/vocabulary/claimed-name.ts';
import { convertToPlainText } from '#presentation/format/plain.ts';
import { escapeText, unescapeText } from '../drawing/rich-text.ts';
import type { SlackContext } from '../slack-context.ts';
import { markupOf } from './content.ts';
import { FoundMessages, filesOf, Message } from './message-event.ts';
import { isColleague, personOf } from './origin.ts';

/**
 * `<@U1>`, `<#C1|general>`, `<!here>`, `<https://…|label>`. Excludes `<` inside, so that matching
 * takes linear time.
 */
const REFERENCE = /<([^<>|\s][^<>|]{0,2999})(?:\|([^<>]{0,3000}))?>/g;
/** People, channels and groups. */
const NAMED = /<([@#]|!subteam\^)([A-Z0-9]{1,40})(?:\|[^<>]{0,200})?>/g;
/** People, channels and groups to look up for one message; the others are called by their ids. */
const MAX_NAMES = 20;
/** Slack adds `mailto:` and `tel:` to addresses that it recognizes. */
const SCHEME = /^(?:mailto:|tel:|https?:\/\/)/;

type Kind = 'person' | 'channel' | 'group';
const KINDS: Readonly<Record<string, Kind>> = {
  '@': 'person',
  '#': 'channel',
  '!subteam^': 'group',
};

interface Reference {
  readonly id: string;
  readonly kind: Kind;
}

/** Once each. */
export function readMentions(text: string): Reference[] {
  const kinds = new Map<string, Kind>();
  for (const [, sign = '', id = ''] of text.matchAll(NAMED)) kinds.set(id, KINDS[sign] ?? 'person');
  return [...kinds].slice(0, MAX_NAMES).map(([id, kind]) => ({ id, kind }));
}

/** Slack's markup as its author saw it. `names`: of the mentioned people, by id. */
export function plainWordsOf(markup: ShownText, names: ReadonlyMap<string, string>): ShownText {
  const readPiece = (piece: string) => {
    const read = piece.replaceAll(REFERENCE, (_, target: string, label = '') =>
      readReference(target, label, names),
    );
    return convertToPlainText(unescapeText(read));
  };
  return trimShown(changeShown(markup, readPiece));
}

function readReference(target: string, label: string, names: ReadonlyMap<string, string>): string {
  const name = target.slice(1);
  switch (target[0]) {
    case '@':
      return `@${nameReference(name, label, names)}`;
    case '#':
      return `#${nameReference(name, label, names)}`;
    case '!':
      return special(name, label, names);
    default:
      return readLink(target, label);
  }
}

/** The id if no name is known. Decoding comes after this, so the name is escaped. */
function nameReference(id: string, label: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(id);
  return name === undefined ? label || id : escapeText(name);
}

function special(name: string, label: string, names: ReadonlyMap<string, string>): string {
  if (name.startsWith('date^')) return label;
  return `@${nameReference(name.replace('subteam^', ''), label, names).replace(/^@/, '')}`;
}

/**
 * A label that repeats the address is left out, and the address of a telephone number, which Slack
 * makes of the words.
 */
function readLink(url: string, label: string): string {
  const address = url.replace(SCHEME, '');
  if (label === '' || label === url) return /^(?:mailto|tel):/.test(url) ? address : url;
  return label === address || url.startsWith('tel:') ? label : `${label} (${url})`;
}

/** Limit of one call, which returns the first messages of a thread in order. */
const MAX_FOUND = 999;
const SOME_APP = 'an app';
/** Milliseconds to find out whose an author is. */
const LOOK_UP_MS = 3_000;

/**
 * Reads what people of this workspace said in a thread. Includes the chosen message even if an app
 * wrote it, and another app's message if it opens the thread.
 */
export async function readThread(
  context: SlackContext,
  channel: string,
  ts: string,
  chosen: string,
): Promise<SaidBefore> {
  const { user_id: botUser, enterprise_id: organisation = null } = context.identity();
  const find = async (window: {
    readonly limit: number;
    readonly oldest?: string;
    readonly latest?: string;
  }) => {
    const answer = await context.web.conversations.replies({
      channel,
      ts,
      inclusive: true,
      ...window,
    });
    const { messages, has_more: isMore } = FoundMessages.parse(answer);
    return { isMore, found: messages.flatMap((each) => Message.safeParse(each).data ?? []) };
  };
  const { isMore, found } = await find({ limit: MAX_FOUND });
  const isFurther = isMore && found.every((each) => each.ts !== chosen);
  const further = isFurther
    ? (await find({ limit: 10, oldest: chosen, latest: chosen })).found
    : [];
  const isTaken = async (each: Message): Promise<boolean> => {
    if (each.ts === chosen || (each.ts === ts && each.bot_id && each.user !== botUser)) return true;
    const user = await personOf(context, each);
    if (user === null) return false;
    const origin = { user, team: each.user_team ?? null, organisation, channel, isShared: null };
    const what = { what: 'person', id: user };
    return lookUpOr(context, isColleague(context, origin), LOOK_UP_MS, false, what);
  };
  const answers = await Promise.all(found.map(isTaken));
  const all = found.filter((_, at) => answers[at]);
  const isKept = (each: Message, at: number) =>
    at < MAX_SAID || at >= all.length - MAX_SAID || each.ts === chosen;
  const rows = [
    ...all.map((each, at) => (isKept(each, at) ? each : null)),
    ...(isMore ? [null] : []),
    ...further.flatMap((each) => (each.ts === chosen ? [each, null] : [])),
  ];
  const lines = rows.filter((each, at) => each !== null || rows[at - 1] !== null);
  const ids = lines.flatMap((each) =>
    each === null
      ? []
      : [
          ...(each.user ? [{ id: each.user, kind: 'person' } as const] : []),
          ...readMentions(markupOf(each).text),
        ],
  );
  const names = await namesOf(context, ids, context.people.nameAtOnce);
  return lines.map((each) => {
    if (each === null) return null;
    const name = names.get(each.user ?? '') ?? SOME_APP;
    const { text: words } = plainWordsOf(markupOf(each), names);
    return { name, words, files: filesOf(each), isMeant: each.ts === chosen };
  });
}

/** For what must be answered within three seconds. */
export async function readWordsAtOnce(context: SlackContext, text: string): Promise<string> {
  return plainWordsOf(
    { text },
    await namesOf(context, readMentions(text), context.people.nameAtOnce),
  ).text;
}

type Names = Pick<SlackContext, 'people' | 'identity' | 'channelName'>;

/** Names by id, of those that Slack says in time. */
async function namesOf(
  { people, identity, channelName }: Names,
  references: readonly Reference[],
  personName: (id: string) => Promise<string>,
): Promise<Map<string, string>> {
  const look = {
    person: personName,
    channel: async (id: string) => (await channelName(id))?.replace('#', '') ?? UNKNOWN_NAME,
    group: people.groupName,
  };
  const { user_id: botUser } = identity();
  const others = new Map(
    references.filter(({ id }) => id !== botUser).map(({ id, kind }) => [id, kind]),
  );
  const names = await Promise.all(
    [...others].map(async ([id, kind]) => [id, await look[kind](id)] as const),
  );
  return new Map([...names.filter(([, name]) => name !== UNKNOWN_NAME), [botUser, BOT_NAME]]);
}

/** Characters of markup to read: an `&` takes five, and Slack sends at most some 40,000. */
const MAX_MARKUP = BOUNDS.replyCharacters * 5;

export async function readWords(
  context: Names,
  author: string,
  said: ShownText,
): Promise<MessageWords> {
  const { people } = context;
  const markup = sliceShown(said, 0, MAX_MARKUP);
  const [person, isActive, names] = await Promise.all([
    people.person(author),
    people.isActive(author),
    namesOf(context, readMentions(markup.text), people.name),
  ]);
  return { person, isActive, ...messageWordsOf(plainWordsOf(markup, names)) };
}
