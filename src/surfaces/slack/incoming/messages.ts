/**
 * What Slack reports: messages here, and who wrote them where, with what rights. Each event is
 * parsed and handed to src/acts/gateway.
 */

import type { App } from '@slack/bolt';
import { findDesignOf, findReceiverOf } from '#acts/gateway/incoming/find-design-of.ts';
import { IncomingMessages } from '#acts/gateway/incoming/incoming-messages.ts';
import type { IncomingMessage } from '#acts/gateway/incoming/message.ts';
import { takeDeletion } from '#acts/gateway/incoming/take-change.ts';
import type { Taken } from '#acts/gateway/incoming/taken.ts';
import { tellAuthor } from '#acts/gateway/incoming/tell-author.ts';
import { lookUpOr } from '#acts/gateway/platform-access.ts';
import { isSameShown, type ShownText } from '#core/questions/quoting/shown.ts';
import { listNumbers } from '#core/questions/replies/reply.ts';
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
  type MessageEvent,
  mentionPatternOf,
  type New,
  parseMessageEvent,
  threadOf,
} from './message-event.ts';
import { findChannelNow } from './moved-channels.ts';
import { isColleague, originOf, personOf } from './origin.ts';
import { readWords } from './plain-words.ts';
import { isDirectChannel } from './start-place.ts';
import { isSlackWordless } from './wordless.ts';

/** Milliseconds to wait for the newest text before falling back to the event's own. */
const NEWEST_MS = 1_000;

/**
 * Handles replies in threads of designs, their changes, and requests to the bot. A listener
 * resolves once everything is stored. If it throws, Slack sends the event again.
 */
export function listenToEvents(app: App, context: SlackContext): void {
  const messages = new Messages(context);
  const takeEvent = (event: MessageEvent, isOurs: () => Promise<boolean>): Promise<Taken> => {
    switch (event.kind) {
      case 'new':
        return messages.takeNew(event.event, isOurs);
      case 'changed':
        return messages.takeChange(event.event, isOurs);
      case 'deleted':
        return messages.takeDeletion(event.event);
    }
  };
  for (const type of ['message', 'app_mention'] as const) {
    app.event(type, async ({ body }) => {
      const event = parseMessageEvent(body);
      if (event === null) return;
      const origin = originOf(body, context.identity());
      if (!origin.isForUs) return;
      const isOurs = () => isColleague(context, origin);
      const taken = await takeEvent(event, isOurs);
      context.log.debug('message_taken', { platform: context.platform, event: event.kind, taken });
    });
  }
}

class Messages {
  readonly #context: SlackContext;
  readonly #incoming: IncomingMessages;

  constructor(context: SlackContext) {
    const { web, clock } = context;
    this.#context = context;
    this.#incoming = new IncomingMessages(context, (file, maxBytes) =>
      download(file, web, maxBytes, clock),
    );
  }

  get #botUser(): string {
    return this.#context.identity().user_id;
  }

  async takeNew(event: New, isOurs: () => Promise<boolean>): Promise<Taken> {
    const written = this.#incomingOf(event.channel, event, authorOf(event, this.#botUser));
    const { thread, isToBot, isDirect, underPost } = written;
    const markup = markupOf(event);
    const isMeant = isToBot || isDirect || underPost !== null;
    // Of most messages of a channel nobody has to ask the store.
    if (!isMeant && thread === null && listNumbers(markup).length === 0) return 'not_to_the_bot';
    const channel = await findChannelNow(this.#context, event.channel);
    const incoming = { ...written, channel, place: { ...written.place, channel } };
    const isReceived = isMeant || (await findDesignOf(incoming)) !== null;
    if (!isReceived && thread !== null) return 'not_to_the_bot';
    const author = await personOf(this.#context, event);
    if (author === null) return this.#leave(event, { ...incoming, author });
    if (await isOurs())
      return this.#incoming.take(incoming, markup, this.#reading(author), event.type);
    return isReceived ? this.#tellElsewhere(incoming) : 'not_to_the_bot';
  }

  #tellElsewhere(incoming: IncomingMessage): Taken {
    const { place, message, isToBot } = incoming;
    const where = place.thread ?? (isToBot ? message : place.channel);
    tellAuthor(incoming, `elsewhere ${where}`, SLACK_TEXTS.otherWorkspace);
    return 'other_workspace';
  }

  /** A message that no person wrote. */
  async #leave(event: New, incoming: IncomingMessage): Promise<Taken> {
    const { user_id: own } = this.#context.identity();
    if (event.user === own) return 'of_the_bot';
    if (!isThroughApp(event, this.#context.identity())) return 'of_the_platform';
    return event.type === 'message' ? this.#incoming.ofAnother(incoming) : 'reported_before';
  }

  async takeChange(event: Changed, isOurs: () => Promise<boolean>): Promise<Taken> {
    const { message, previous_message: before, event_ts } = event;
    const removed = filesOf(before).filter(
      ({ id }) => !filesOf(message).some((file) => file.id === id),
    );
    // Slack also reports replies and previews of links as changes, and not always with the message
    // as it was.
    const isSame =
      before == null ? message.edited == null : isSameShown(markupOf(before), markupOf(message));
    if (isSame && removed.length === 0) return 'unchanged';
    const author = await personOf(this.#context, message);
    if (author === null) return message.user === this.#botUser ? 'of_the_bot' : 'of_an_app';
    const channel = await findChannelNow(this.#context, event.channel);
    const incoming = this.#incomingOf(channel, message, author);
    const inDesign = await findReceiverOf(incoming);
    if (inDesign === null) return 'not_to_the_bot';
    if (!(await isOurs())) return this.#tellElsewhere(incoming);
    const newest = await this.#newestOf(channel, incoming.place.thread ?? '', message);
    // Not the time of the edit, which Slack gives in whole seconds.
    const change = {
      name: `edit ${event_ts ?? message.edited?.ts ?? ''}`,
      removedFiles: removed.map(({ id }) => id),
    };
    const now = { ...inDesign, ...this.#contentOf(newest) };
    return this.#incoming.revise(now, markupOf(newest), this.#reading(author), change);
  }

  async takeDeletion({
    channel: given,
    deleted_ts: ts,
    previous_message: before,
  }: Deleted): Promise<Taken> {
    const author = before == null ? null : authorOf(before, this.#botUser);
    // Of some deletions Slack says only where and when the message was written.
    if (author === null && (before?.user || before?.bot_id))
      return before.user === this.#botUser ? 'of_the_bot' : 'of_an_app';
    const channel = await findChannelNow(this.#context, given);
    return takeDeletion(this.#incomingOf(channel, { ...before, ts }, author));
  }

  #incomingOf(channel: string, message: Message, author: string | null): IncomingMessage {
    return {
      ...this.#contentOf(message),
      author,
      place: { channel, thread: threadOf(message) },
      context: this.#context,
      name: mentionPatternOf(this.#botUser),
      underPost: message.parent_user_id === this.#botUser ? threadOf(message) : null,
      isDirect: isDirectChannel(channel),
      channel,
      thread: threadOf(message),
      message: message.ts,
      sentAt: Number(message.ts) * 1_000,
    };
  }

  #contentOf(message: Message) {
    const own = ownMarkupOf(message);
    const { text } = own;
    const { text: markup } = markupOf(message, own);
    const files = filesOf(message);
    return {
      text,
      files,
      isToBot: isMentioned(text, this.#botUser),
      isWordless: markup !== '' && markup === text && isSlackWordless(message, this.#botUser),
    };
  }

  /** Edits can arrive out of order, so the last event need not contain the newest text. */
  #newestOf(channel: string, thread: string, message: Message): Promise<Message> {
    const { conversations } = this.#context.web;
    const { ts } = message;
    const read = async (): Promise<Message> => {
      const window = { oldest: ts, latest: ts, inclusive: true, limit: 10 };
      const answer = FoundMessages.parse(
        await conversations.replies({ channel, ts: thread, ...window }),
      );
      const messages = answer.messages.map((each) => Message.safeParse(each).data);
      return messages.find((each) => each?.ts === ts) ?? message;
    };
    return lookUpOr(this.#context, read(), NEWEST_MS, message, { what: 'message', id: ts });
  }

  #reading(author: string) {
    return (markup: ShownText) => readWords(this.#context, author, markup);
  }
}
