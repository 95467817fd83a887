import type { App } from '@slack/bolt';
import { type IncomingMessage, IncomingMessages } from '../../../acts/gateway/messages/incoming-messages.ts';
import { lookUpOr } from '../../../acts/gateway/platform-access.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import { markupOf, ownMarkupOf } from './content.ts';
import { download } from './download.ts';
import {
  authorOf,
  type Changed,
  type Deleted,
  FoundMessages,
  filesOf,
  isMentioned,
  isThroughApp,
  Message,
  messageEventIn,
  type New,
  nameOf,
  threadOf,
} from './message-event.ts';
import { isColleague, originOf, personOf } from './origin.ts';
import { readWords } from './plain-words.ts';
import { isDirectChannel } from './requester.ts';

/** Milliseconds to wait for the newest text before falling back to the event's own. */
const NEWEST_MS = 1_000;

/**
 * Handles replies in threads of designs, their changes, and requests to the bot. A listener resolves once everything is stored.
 * If it throws, Slack sends the event again.
 */
export function listenToEvents(app: App, context: SlackContext): void {
  const messages = new Messages(context);
  for (const type of ['message', 'app_mention'] as const) {
    app.event(type, async ({ body }) => {
      const event = messageEventIn(body);
      if (event === null) return;
      const origin = originOf(body, context.identity());
      if (!origin.isForUs) return;
      const isOurs = () => isColleague(context, origin);
      if (event.kind === 'new') await messages.takeNew(event.event, isOurs);
      else if (event.kind === 'deleted') await messages.takeDeletion(event.event);
      else await messages.takeChange(event.event, isOurs);
    });
  }
}

class Messages {
  readonly #context: SlackContext;
  readonly #incoming: IncomingMessages;

  constructor(context: SlackContext) {
    const { web, clock } = context;
    this.#context = context;
    this.#incoming = new IncomingMessages(context, (file, maxBytes) => download(file, web, maxBytes, clock));
  }

  get #botUser(): string {
    return this.#context.identity().user_id;
  }

  async takeNew(event: New, isOurs: () => Promise<boolean>): Promise<void> {
    const incoming = this.#incomingOf(event.channel, event, authorOf(event, this.#botUser));
    const isOurMatter =
      incoming.isToBot || incoming.isDirect || (await this.#incoming.inDesign(incoming)) !== null;
    if (!isOurMatter) return;
    const author = await personOf(this.#context, event);
    if (author === null) {
      if (isThroughApp(event, this.#context.identity()) && event.type === 'message')
        await this.#incoming.ofAnother({ ...incoming, author });
    } else if (!(await isOurs())) {
      const { isToBot, place, message } = incoming;
      const where = place.thread ?? (isToBot ? message : place.channel);
      this.#incoming.tell(incoming, `elsewhere ${where}`, SLACK_TEXTS.otherWorkspace);
    } else {
      await this.#incoming.take(incoming, markupOf(event), this.#reading(author), event.type);
    }
  }

  async takeChange(event: Changed, isOurs: () => Promise<boolean>): Promise<void> {
    const { channel, message, previous_message: before, event_ts } = event;
    const removed = filesOf(before).filter(({ id }) => !filesOf(message).some((file) => file.id === id));
    // Slack also reports replies and previews of links as changes, and not always with the message as it was.
    const isSame = before == null ? message.edited == null : markupOf(before) === markupOf(message);
    if (isSame && removed.length === 0) return;
    const author = await personOf(this.#context, message);
    if (author === null) return;
    const incoming = this.#incomingOf(channel, message, author);
    const inDesign = await this.#incoming.findChanged(incoming);
    if (inDesign === null || !(await isOurs())) return;
    const newest = await this.#newestOf(channel, incoming.place.thread ?? '', message);
    // Not the time of the edit, which Slack gives in whole seconds.
    const change = `edit ${event_ts ?? message.edited?.ts ?? ''}`;
    const ids = removed.map(({ id }) => id);
    const now = { ...inDesign, text: ownMarkupOf(newest), files: filesOf(newest) };
    await this.#incoming.revise(now, markupOf(newest), this.#reading(author), ids, change);
  }

  async takeDeletion({ channel, deleted_ts: ts, previous_message: before }: Deleted): Promise<void> {
    const author = before == null ? null : authorOf(before, this.#botUser);
    // Of some deletions Slack says only where and when the message was written.
    if (author === null && (before?.user || before?.bot_id)) return;
    const deleted = this.#incomingOf(channel, { ...before, ts }, author);
    const inDesign = await this.#incoming.findDeleted(deleted);
    if (inDesign !== null) await this.#incoming.takeBack(inDesign);
  }

  #incomingOf(channel: string, message: Message, author: string | null): IncomingMessage {
    const text = ownMarkupOf(message);
    const files = filesOf(message);
    return {
      author,
      place: { channel, thread: threadOf(message) },
      context: this.#context,
      text,
      name: nameOf(this.#botUser),
      isToBot: isMentioned(text, this.#botUser),
      isOwnThread: message.parent_user_id === this.#botUser,
      isDirect: isDirectChannel(channel),
      channel,
      thread: threadOf(message),
      message: message.ts,
      sentAt: Number(message.ts) * 1_000,
      files,
      unreadable: markupOf(message) === '' && files.length === 0 ? ['a message without text'] : [],
    };
  }

  /** Edits can arrive out of order, so the last event need not contain the newest text. */
  #newestOf(channel: string, thread: string, message: Message): Promise<Message> {
    const { conversations } = this.#context.web;
    const { ts } = message;
    const read = async (): Promise<Message> => {
      const window = { oldest: ts, latest: ts, inclusive: true, limit: 10 };
      const answer = FoundMessages.parse(await conversations.replies({ channel, ts: thread, ...window }));
      const messages = answer.messages.map((each) => Message.safeParse(each).data);
      return messages.find((each) => each?.ts === ts) ?? message;
    };
    return lookUpOr(this.#context, read(), NEWEST_MS, message, { what: 'message', id: ts });
  }

  #reading(author: string) {
    return (markup: string) => readWords(this.#context, author, markup);
  }
}
