import { BOUNDS } from '../../core/events.ts';
import { Fault } from '../../runtime/fault.ts';
import { type Person, whyNotAnswer } from '../../runtime/permission.ts';
import type { SlackDesk } from './desk.ts';
import { REPLY_TEXTS } from './drawing/reply-texts.ts';
import type { Mention } from './mentions.ts';
import {
  type Attachment,
  isCut,
  markOf,
  readAttachments,
  replyWith,
  whyNotFetched,
} from './messages/attachments.ts';
import {
  authorOf,
  type Changed,
  type Deleted,
  messageEventIn,
  type New,
  type Said,
  threadOf,
} from './messages/event.ts';
import { askedIn, isToldHere } from './messages/mention.ts';
import { newestOf } from './messages/newest.ts';
import { Once } from './messages/once.ts';
import { mentionedIn, plainWords } from './messages/plain-words.ts';
import { Replies, type Speaker } from './messages/replies.ts';
import { replyIdOf } from './reply-id.ts';

/** Is to resolve once nothing of it can be lost. */
export type OnMention = (desk: SlackDesk, mention: Mention) => Promise<void>;

const MOST_MENTIONS = 2_000;
/** Characters of what is asked of the bot that are shown back to whoever asked. */
const MOST_ASKED = 200;
/** Characters of markup that are read at all: an `&` takes five, and Slack sends no more than some 40,000. */
const MOST_MARKUP = BOUNDS.replyCharacters * 5;
const BOT_NAME = 'Charrette';
/** Milliseconds by which Slack's clock and ours may differ. */
const CLOCKS_APART_MS = 60_000;

/**
 * What people say in Slack, from bodies of the Events API: replies in threads of designs, their changes, and what is asked
 * of the bot. The handler resolves once everything is stored (P5), and throws when it is not: Slack then sends it again.
 */
export function createMessageHandler(
  desk: SlackDesk,
  onMention: OnMention,
): (body: unknown) => Promise<void> {
  const messages = new Messages(desk, onMention);
  return async (body) => {
    const told = messageEventIn(body, desk.team);
    if (told?.kind === 'new') await messages.heard(told.event);
    else if (told?.kind === 'changed') await messages.changed(told.event);
    else if (told?.kind === 'deleted') await messages.deleted(told.event);
  };
}

/** Words in the thread of a design. */
interface Reply extends Speaker {
  readonly channel: string;
  readonly thread: string;
  readonly said: Said;
}

class Messages {
  readonly #desk: SlackDesk;
  readonly #onMention: OnMention;
  readonly #replies: Replies;
  readonly #mentions = new Once(MOST_MENTIONS);

  constructor(desk: SlackDesk, onMention: OnMention) {
    this.#desk = desk;
    this.#onMention = onMention;
    this.#replies = new Replies(desk);
  }

  async heard(event: New): Promise<void> {
    const author = authorOf(event, this.#desk.botUser);
    if (author === null) return;
    const reply = await this.#replyIn(event.channel, event, author);
    const asked = askedIn(event, this.#desk.botUser, reply !== null);
    if (asked === null) {
      if (reply !== null && event.type === 'message') await this.#record(reply);
    } else if (isToldHere(event)) {
      await this.#mentioned(event, author, asked, reply);
    }
  }

  /** An event may come before the one whose message it changes: that one is then recorded as it is now, under its own key. */
  async changed({ channel, message, previous_message: before, event_ts }: Changed): Promise<void> {
    const author = authorOf(message, this.#desk.botUser);
    const removed = filesOf(before).filter(({ id }) => !filesOf(message).some((file) => file.id === id));
    if (author === null || (before?.text === message.text && removed.length === 0)) return;
    const told = await this.#replyIn(channel, message, author);
    if (told === null) return;
    const { web, engine } = this.#desk;
    const newest = await newestOf(web, channel, told.thread, message.ts, engine.parts);
    const reply = { ...told, said: newest ?? message };
    if (askedIn({ ...reply.said, type: 'message', channel }, this.#desk.botUser, true) !== null) return;
    const [[person, isActive], said] = await Promise.all([
      this.#personOf(author),
      this.#wordsOf(reply.said.text ?? ''),
    ]);
    if (!isActive || whyNotAnswer(this.#desk.policy, person) !== null) return;

    const marks = filesOf(reply.said)
      .filter((file) => whyNotFetched(file) !== null)
      .map(markOf);
    const text = said === '' ? '' : wordsAnd(said, marks);
    if (text.length > BOUNDS.replyCharacters) return this.#tooLong(reply, text);
    const key = keyOf(channel, message.ts);
    // Not the time of the edit, which is in whole seconds.
    const change = `edit ${event_ts ?? message.edited?.ts ?? ''}`;
    const words = { replyId: replyIdOf(channel, message.ts), author: person.name, text };
    const { design } = reply;
    if (text !== '' && Number(message.ts) * 1_000 > design.startedAt - CLOCKS_APART_MS) {
      await this.#replies.store(design, { type: 'record_reply', ...words, questionId: null }, key, null);
    }
    if (text === '') await this.#withdraw(reply, null, change);
    else await this.#replies.store(design, { type: 'revise_reply', ...words }, `${key} ${change}`, reply);
    for (const { id } of removed) await this.#withdraw(reply, id, change);
  }

  async deleted({ channel, deleted_ts: ts, previous_message: before }: Deleted): Promise<void> {
    if (before === undefined || before === null) return;
    const author = authorOf(before, this.#desk.botUser);
    const reply = author === null ? null : await this.#replyIn(channel, { ...before, ts }, author);
    if (reply === null) return;
    await this.#withdraw(reply, null, 'delete');
    for (const { id } of filesOf(before)) await this.#withdraw(reply, id, 'delete');
  }

  /** First under the message's own key: should the message be told of only now, it is not recorded any more. */
  async #withdraw(reply: Reply, file: string | null, change: string): Promise<void> {
    const { channel, design, said } = reply;
    const command = { type: 'withdraw_reply', replyId: replyIdOf(channel, said.ts, file) } as const;
    const key = keyOf(channel, said.ts, file);
    if (change === 'delete') await this.#replies.store(design, command, key, null);
    await this.#replies.store(design, command, `${key} ${change}`, reply);
  }

  async #record(reply: Reply): Promise<void> {
    const { channel, design, said } = reply;
    const { engine, web, policy } = this.#desk;
    const access = { token: web.token ?? '', apiUrl: web.slackApiUrl };
    // A design that has ended takes nothing, so nothing is fetched for it.
    const files = design.endedAt === null ? filesOf(said) : [];
    const [[person, isActive], words, attachments] = await Promise.all([
      this.#personOf(reply.person),
      this.#wordsOf(said.text ?? ''),
      readAttachments(files, access, engine.parts),
    ]);
    if (!isActive) return engine.parts.log.info('slack_words_of_deactivated', { person: person.id });
    const reason = whyNotAnswer(policy, person);
    if (reason !== null) return this.#replies.tell(reply, `denied ${design.id}`, reason);

    const unread = attachments.filter(({ content }) => 'why' in content);
    const text =
      words === ''
        ? ''
        : wordsAnd(
            words,
            unread.map(({ mark }) => mark),
          );
    if (text.length > BOUNDS.replyCharacters) return this.#tooLong(reply, text);
    const author = person.name;
    const key = keyOf(channel, said.ts);
    const record = { type: 'record_reply', author, questionId: null } as const;
    if (text !== '') {
      const replyId = replyIdOf(channel, said.ts);
      await this.#replies.store(design, { ...record, replyId, text }, key, reply);
    }
    for (const { id, name, content } of attachments) {
      if (!('text' in content)) continue;
      const replyId = replyIdOf(channel, said.ts, id);
      const file = { ...record, replyId, text: replyWith(name, content.text) };
      await this.#replies.store(design, file, keyOf(channel, said.ts, id), reply);
    }
    this.#tellOfFiles(reply, attachments);
  }

  #tellOfFiles(reply: Reply, attachments: readonly Attachment[]): void {
    const unread = attachments.flatMap(({ name, content }) =>
      'why' in content ? [{ name, why: content.why }] : [],
    );
    const cut = attachments.flatMap(({ name, content }) =>
      'text' in content && isCut(name, content.text)
        ? [REPLY_TEXTS.shortened(name, BOUNDS.replyCharacters, content.characters)]
        : [],
    );
    const words = [...(unread.length === 0 ? [] : [REPLY_TEXTS.unread(unread)]), ...cut];
    if (words.length > 0) this.#replies.tell(reply, `files ${reply.said.ts}`, words.join(' '));
  }

  #tooLong(reply: Reply, text: string): void {
    const words = REPLY_TEXTS.tooLong(text.length, BOUNDS.replyCharacters);
    this.#replies.tell(reply, `long ${reply.said.ts}`, words);
  }

  async #mentioned(event: New, author: string, asked: string, reply: Reply | null): Promise<void> {
    const { engine } = this.#desk;
    const key = keyOf(event.channel, event.ts);
    if (!this.#mentions.first(key)) return;
    try {
      const [[person, isActive], words, design] = await Promise.all([
        this.#personOf(author),
        this.#wordsOf(asked.slice(0, MOST_ASKED)),
        reply === null ? null : engine.design(reply.design.id),
      ]);
      const place = { channel: event.channel, thread: threadOf(event) };
      if (isActive) await this.#onMention(this.#desk, { words, person, place, design, key });
    } catch (error) {
      this.#mentions.undo(key);
      throw error;
    }
  }

  #personOf(id: string): Promise<[Person, boolean]> {
    const { people } = this.#desk;
    return Promise.all([people.person(id), people.isActive(id)]);
  }

  async #wordsOf(text: string): Promise<string> {
    const markup = text.slice(0, MOST_MARKUP);
    const ids = mentionedIn(markup).filter((id) => id !== this.#desk.botUser);
    const names = await Promise.all(
      ids.map(async (id) => [id, (await this.#desk.people.person(id)).name] as const),
    );
    return plainWords(markup, new Map([...names, [this.#desk.botUser, BOT_NAME]]));
  }

  /** `null`: it is not said in the thread of a design. The newest design of a thread is the one that is spoken to. */
  async #replyIn(channel: string, said: Said, person: string): Promise<Reply | null> {
    const thread = threadOf(said);
    if (thread === null) return null;
    const { store } = this.#desk.engine.parts;
    const [design] = await store.list({ platform: 'slack', channel, thread, limit: 1 });
    if (design !== undefined) return { person, place: { channel, thread }, design, channel, thread, said };
    if (said.parent_user_id === this.#desk.botUser) await this.#assertOpened(channel);
    return null;
  }

  /** Somebody may be quicker than the note of where a new design's thread is; Slack sends their words again. */
  async #assertOpened(channel: string): Promise<void> {
    const { store } = this.#desk.engine.parts;
    const [opening] = await store.list({ platform: 'slack', channel, thread: '', limit: 1 });
    if (opening === undefined || opening.endedAt !== null) return;
    throw new Fault('store_unavailable', `The thread of design ${opening.id} is only being opened.`);
  }
}

function keyOf(channel: string, ts: string, file: string | null = null): string {
  return `slack ${channel} ${ts}${file === null ? '' : ` ${file}`}`;
}

function filesOf(said: Said | null | undefined): NonNullable<Said['files']> {
  return said?.files ?? [];
}

function wordsAnd(words: string, marks: readonly string[]): string {
  return [words, marks.join('\n')].filter((part) => part !== '').join('\n\n');
}
