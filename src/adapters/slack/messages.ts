import { BOUNDS } from '../../core/events.ts';
import { Fault } from '../../runtime/fault.ts';
import type { AttachedFile } from '../../runtime/gateway/attachments.ts';
import { type Heard, Hearing, keyOf, type Words } from '../../runtime/gateway/hearing.ts';
import type { Mention } from '../../runtime/gateway/mentions.ts';
import { Once } from '../../runtime/gateway/once.ts';
import type { SlackDesk } from './desk.ts';
import { download } from './messages/download.ts';
import {
  authorOf,
  type Changed,
  type Deleted,
  markupOf,
  messageEventIn,
  type New,
  type Said,
  threadOf,
} from './messages/event.ts';
import { askedIn, isToldHere, withoutAddress } from './messages/mention.ts';
import { newestOf } from './messages/newest.ts';
import { mentionedIn, plainWords } from './messages/plain-words.ts';

/** Is to resolve once nothing of it can be lost. */
export type OnMention = (desk: SlackDesk, mention: Mention) => Promise<void>;

const MOST_MENTIONS = 2_000;
/** Characters of what is asked of the bot that are shown back to whoever asked. */
const MOST_ASKED = 200;
/** Characters of markup that are read at all: an `&` takes five, and Slack sends no more than some 40,000. */
const MOST_MARKUP = BOUNDS.replyCharacters * 5;
const BOT_NAME = 'Charrette';
/** What Slack itself keeps; all else is kept elsewhere. */
const KEPT_BY_SLACK = ['hosted', 'snippet'];

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

class Messages {
  readonly #desk: SlackDesk;
  readonly #onMention: OnMention;
  readonly #hearing: Hearing;
  readonly #mentions = new Once(MOST_MENTIONS);

  constructor(desk: SlackDesk, onMention: OnMention) {
    const { web, engine } = desk;
    const { clock } = engine.parts;
    const access = { token: web.token ?? '', apiUrl: web.slackApiUrl };
    this.#desk = desk;
    this.#onMention = onMention;
    this.#hearing = new Hearing(desk, (file, mostBytes) => download(file, access, mostBytes, clock));
  }

  async heard(event: New): Promise<void> {
    const author = authorOf(event, this.#desk.botUser);
    if (author === null) return;
    const heard = await this.#heardIn(event.channel, event, author);
    const asked = askedIn(event, this.#desk.botUser, heard !== null);
    if (asked === null) {
      if (heard !== null && event.type === 'message')
        await this.#hearing.record(heard, this.#wordsOf(author, event));
    } else if (isToldHere(event)) {
      await this.#mentioned(event, author, asked, heard);
    }
  }

  async changed({ channel, message, previous_message: before, event_ts }: Changed): Promise<void> {
    const author = authorOf(message, this.#desk.botUser);
    const removed = filesOf(before).filter(({ id }) => !filesOf(message).some((file) => file.id === id));
    if (author === null || (before?.text === message.text && removed.length === 0)) return;
    const told = await this.#heardIn(channel, message, author);
    if (told === null) return;
    const { web, engine } = this.#desk;
    const newest = await newestOf(web, channel, told.place.thread ?? '', message.ts, engine.parts);
    const said = newest ?? message;
    if (askedIn({ ...said, type: 'message', channel }, this.#desk.botUser, true) !== null) return;
    // Not the time of the edit, which is in whole seconds.
    const change = `edit ${event_ts ?? message.edited?.ts ?? ''}`;
    const ids = removed.map(({ id }) => id);
    const words = await this.#wordsOf(author, said);
    await this.#hearing.revise({ ...told, files: filesOf(said) }, words, ids, change);
  }

  async deleted({ channel, deleted_ts: ts, previous_message: before }: Deleted): Promise<void> {
    if (before === undefined || before === null) return;
    const author = authorOf(before, this.#desk.botUser);
    const heard = author === null ? null : await this.#heardIn(channel, { ...before, ts }, author);
    if (heard !== null) await this.#hearing.deleted(heard);
  }

  async #mentioned(event: New, author: string, asked: string, heard: Heard | null): Promise<void> {
    const { engine, people } = this.#desk;
    const key = keyOf('slack', event.channel, event.ts);
    if (!this.#mentions.first(key)) return;
    try {
      const [person, isActive, words, design] = await Promise.all([
        people.person(author),
        people.isActive(author),
        this.#plain(asked.slice(0, MOST_ASKED)),
        heard === null ? null : engine.design(heard.design.id),
      ]);
      const place = { channel: event.channel, thread: threadOf(event) };
      if (isActive) await this.#onMention(this.#desk, { words, person, place, design, key });
    } catch (error) {
      this.#mentions.undo(key);
      throw error;
    }
  }

  async #wordsOf(author: string, said: Said): Promise<Words> {
    const { people } = this.#desk;
    const [person, isActive, words] = await Promise.all([
      people.person(author),
      people.isActive(author),
      this.#plain(withoutAddress(markupOf(said), this.#desk.botUser)),
    ]);
    return { person, isActive, words };
  }

  async #plain(text: string): Promise<string> {
    const markup = text.slice(0, MOST_MARKUP);
    const ids = mentionedIn(markup).filter((id) => id !== this.#desk.botUser);
    const names = await Promise.all(
      ids.map(async (id) => [id, (await this.#desk.people.person(id)).name] as const),
    );
    return plainWords(markup, new Map([...names, [this.#desk.botUser, BOT_NAME]]));
  }

  /** `null`: it is not said in the thread of a design. The newest design of a thread is the one that is spoken to. */
  async #heardIn(channel: string, said: Said, person: string): Promise<Heard | null> {
    const thread = threadOf(said);
    if (thread === null) return null;
    const { store } = this.#desk.engine.parts;
    const newest = async () =>
      (await store.list({ platform: 'slack', channel, thread, limit: 1 }))[0] ?? null;
    let design = await newest();
    if (design === null && said.parent_user_id === this.#desk.botUser) {
      await this.#assertOpened(channel);
      // It may have been noted between the two looks.
      design = await newest();
    }
    if (design === null) return null;
    const place = { channel, thread };
    const saidAt = Number(said.ts) * 1_000;
    return { person, place, design, channel, message: said.ts, saidAt, files: filesOf(said) };
  }

  /** Somebody may be quicker than the note of where a new design's thread is; Slack sends their words again. */
  async #assertOpened(channel: string): Promise<void> {
    const { store } = this.#desk.engine.parts;
    const [opening] = await store.list({ platform: 'slack', channel, thread: '', limit: 1 });
    if (opening === undefined || opening.endedAt !== null) return;
    throw new Fault('store_unavailable', `The thread of design ${opening.id} is only being opened.`);
  }
}

function filesOf(said: Pick<Said, 'files'> | null | undefined): AttachedFile[] {
  return (said?.files ?? []).map(({ id, name, mimetype, size, mode, url_private_download: url }) => ({
    id,
    name: name ?? null,
    mimetype: mimetype ?? null,
    size: size ?? null,
    url: mode == null || KEPT_BY_SLACK.includes(mode) ? (url ?? null) : null,
  }));
}
