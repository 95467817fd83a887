import { BOUNDS } from '../../../core/events.ts';
import type { AttachedFile } from '../../../runtime/gateway/attachments.ts';
import { designOfOwnThread, designOfThread } from '../../../runtime/gateway/designs-here.ts';
import {
  type IncomingMessage,
  IncomingMessages,
  MAX_MENTION_CHARACTERS,
  type Words,
} from '../../../runtime/gateway/incoming-messages.ts';
import { foundOr } from '../../../runtime/gateway/platform-access.ts';
import type { DesignSummary } from '../../../runtime/ports/store.ts';
import type { SlackContext } from '../slack-context.ts';
import { download } from './download.ts';
import { isMentionReport, requestIn, withoutAddress } from './mention.ts';
import {
  authorOf,
  type Changed,
  type Deleted,
  FoundMessages,
  Message,
  markupOf,
  messageEventIn,
  type New,
  threadOf,
} from './message-event.ts';
import { mentionedIn, plainWords } from './plain-words.ts';

/** Characters of markup that are read at all: an `&` takes five, and Slack sends no more than some 40,000. */
const MAX_MARKUP = BOUNDS.replyCharacters * 5;
/** Milliseconds after which the words that came with a change have to do. */
const NEWEST_MS = 1_000;
const BOT_NAME = 'Charrette';
/** What Slack itself keeps; all else is kept elsewhere. */
const KEPT_BY_SLACK = ['hosted', 'snippet'];

/**
 * What people say in Slack, from bodies of the Events API: replies in threads of designs, their changes, and what is asked
 * of the bot. The handler resolves once everything is stored (P5), and throws when it is not: Slack then sends it again.
 */
export function createMessageHandler(context: SlackContext): (body: unknown) => Promise<void> {
  const messages = new Messages(context);
  return async (body) => {
    const event = messageEventIn(body, context.identity().team_id);
    if (event?.kind === 'new') await messages.created(event.event);
    else if (event?.kind === 'changed') await messages.changed(event.event);
    else if (event?.kind === 'deleted') await messages.deleted(event.event);
  };
}

class Messages {
  readonly #context: SlackContext;
  readonly #incoming: IncomingMessages;

  constructor(context: SlackContext) {
    const { web, clock } = context;
    const files = { token: web.token ?? '', apiUrl: web.slackApiUrl };
    this.#context = context;
    this.#incoming = new IncomingMessages(context, (file, maxBytes) =>
      download(file, files, maxBytes, clock),
    );
  }

  async created(event: New): Promise<void> {
    const author = authorOf(event, this.#context.identity().user_id);
    if (author === null) return;
    const incoming = incomingOf(event.channel, event, author);
    const design = await this.#designOf(incoming, event);
    const requested = requestIn(event, this.#context.identity().user_id, design !== null);
    if (requested !== null) {
      if (!isMentionReport(event)) return;
      const words = () => this.#readAs(author, requested.slice(0, MAX_MENTION_CHARACTERS));
      return this.#incoming.mention(incoming, design, words);
    }
    if (design !== null && event.type === 'message')
      await this.#incoming.record({ ...incoming, design }, this.#wordsOf(author, event));
  }

  async changed({ channel, message, previous_message: before, event_ts }: Changed): Promise<void> {
    const author = authorOf(message, this.#context.identity().user_id);
    const removed = filesOf(before).filter(({ id }) => !filesOf(message).some((file) => file.id === id));
    if (author === null || (before?.text === message.text && removed.length === 0)) return;
    const incoming = incomingOf(channel, message, author);
    const design = await this.#designOf(incoming, message);
    if (design === null) return;
    const newest = await this.#newestOf(channel, incoming.place.thread ?? '', message);
    if (requestIn({ ...newest, type: 'message', channel }, this.#context.identity().user_id, true) !== null)
      return;
    // Not the time of the edit, which is in whole seconds.
    const change = `edit ${event_ts ?? message.edited?.ts ?? ''}`;
    const ids = removed.map(({ id }) => id);
    const words = await this.#wordsOf(author, newest);
    await this.#incoming.revise({ ...incoming, design, files: filesOf(newest) }, words, ids, change);
  }

  async deleted({ channel, deleted_ts: ts, previous_message: before }: Deleted): Promise<void> {
    if (before === undefined || before === null) return;
    const author = authorOf(before, this.#context.identity().user_id);
    if (author === null) return;
    const incoming = incomingOf(channel, { ...before, ts }, author);
    const design = await this.#designOf(incoming, before);
    if (design !== null) await this.#incoming.deleted({ ...incoming, design });
  }

  #designOf({ place }: IncomingMessage, { parent_user_id }: Message): Promise<DesignSummary | null> {
    const isOwnThread = parent_user_id === this.#context.identity().user_id;
    return (isOwnThread ? designOfOwnThread : designOfThread)(this.#context, place);
  }

  /** Changes may come in out of order, and the last one to come in need not be the newest. */
  async #newestOf(channel: string, thread: string, message: Message): Promise<Message> {
    const { conversations } = this.#context.web;
    const { ts } = message;
    const read = async (): Promise<Message> => {
      const window = { oldest: ts, latest: ts, inclusive: true, limit: 10 };
      const answer = FoundMessages.parse(await conversations.replies({ channel, ts: thread, ...window }));
      const found = answer.messages.map((each) => Message.safeParse(each).data);
      return found.find((each) => each?.ts === ts) ?? message;
    };
    return foundOr(this.#context, read(), NEWEST_MS, message, { what: 'message', id: ts });
  }

  #wordsOf(author: string, message: Message): Promise<Words> {
    return this.#readAs(author, withoutAddress(markupOf(message), this.#context.identity().user_id));
  }

  async #readAs(author: string, text: string): Promise<Words> {
    const { people } = this.#context;
    const [person, isActive, words] = await Promise.all([
      people.person(author),
      people.isActive(author),
      this.#plain(text.slice(0, MAX_MARKUP)),
    ]);
    return { person, isActive, words };
  }

  async #plain(markup: string): Promise<string> {
    const { people, identity } = this.#context;
    const { user_id: botUser } = identity();
    const ids = mentionedIn(markup).filter((id) => id !== botUser);
    const names = await Promise.all(ids.map(async (id) => [id, (await people.person(id)).name] as const));
    return plainWords(markup, new Map([...names, [botUser, BOT_NAME]]));
  }
}

function incomingOf(channel: string, message: Message, author: string): IncomingMessage {
  return {
    author,
    place: { channel, thread: threadOf(message) },
    channel,
    message: message.ts,
    sentAt: Number(message.ts) * 1_000,
    files: filesOf(message),
  };
}

function filesOf(message: Pick<Message, 'files'> | null | undefined): AttachedFile[] {
  return (message?.files ?? []).map(({ id, name, mimetype, size, mode, url_private_download: url }) => ({
    id,
    name: name ?? null,
    mimetype: mimetype ?? null,
    size: size ?? null,
    url: mode == null || KEPT_BY_SLACK.includes(mode) ? (url ?? null) : null,
  }));
}
