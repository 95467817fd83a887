import { SnowflakeUtil } from 'discord.js';
import { BOUNDS } from '../../core/events.ts';
import { Fault } from '../../runtime/fault.ts';
import type { AttachedFile } from '../../runtime/gateway/attachments.ts';
import { type Heard, Hearing, keyOf, type Words } from '../../runtime/gateway/hearing.ts';
import type { Mention } from '../../runtime/gateway/mentions.ts';
import { Once } from '../../runtime/gateway/once.ts';
import { wordsDocument } from '../../runtime/message/words.ts';
import type { DiscordDesk } from './desk.ts';
import { download } from './messages/download.ts';
import { type Deleted, isOfPerson, type Said } from './messages/event.ts';
import { askedIn, withoutAddress } from './messages/mention.ts';
import { newestOf } from './messages/newest.ts';
import { namesIn, plainWords, wordsIn } from './messages/plain-words.ts';
import { filesOfMessage } from './messages/recorded.ts';
import { DISCORD_TEXTS } from './texts.ts';
import { policyAt, type Whereabouts } from './whereabouts.ts';

/** Is to resolve once nothing of it can be lost. */
export type OnMention = (desk: DiscordDesk, mention: Mention) => Promise<void>;

const MOST_MENTIONS = 2_000;
/** Messages whose authors are remembered: who has deleted one is not told. */
const MOST_AUTHORS = 5_000;
/** Characters of what is asked of the bot that are shown back to whoever asked. */
const MOST_ASKED = 200;
/** Characters of markup that are read at all: a mention takes some twenty, and Discord sends no more than some 4,000. */
const MOST_MARKUP = BOUNDS.replyCharacters;
const BOT_NAME = 'Charrette';

/**
 * What people say in Discord: in threads of designs, with changes, and what is asked of the bot. Everything resolves once it is
 * stored (P5), and throws when it is not: whoever hands it on tries again, because Discord does not.
 */
export class Messages {
  readonly #desk: DiscordDesk;
  readonly #onMention: OnMention;
  readonly #hearing: Hearing;
  readonly #mentions = new Once(MOST_MENTIONS);
  readonly #hinted = new Once(MOST_MENTIONS);
  readonly #authors = new Map<string, string>();

  constructor(desk: DiscordDesk, onMention: OnMention) {
    const { apiUrl, engine } = desk;
    const { clock } = engine.parts;
    this.#desk = desk;
    this.#onMention = onMention;
    this.#hearing = new Hearing(desk, (file, mostBytes) => download(file, apiUrl, mostBytes, clock));
  }

  async heard(said: Said): Promise<void> {
    if (!isOfPerson(said)) return;
    this.#remember(said);
    const where = await this.#desk.conversations.of(said.channel_id);
    const heard = await this.#heardIn(said, where);
    const asked = this.#askedIn(said, where, heard);
    if (asked !== null) return this.#mentioned(said, where, asked, heard);
    if (heard === null) return;
    if (this.#isHidden(said, where)) return this.#hint(said, heard);
    await this.#hearing.record(heard, this.#wordsOf(said, where));
  }

  async changed(said: Said): Promise<void> {
    // An address that is shown with a preview is a change as well, and none of its author's.
    if (!isOfPerson(said) || said.edited_timestamp == null) return;
    this.#remember(said);
    const where = await this.#desk.conversations.of(said.channel_id);
    const heard = await this.#heardIn(said, where);
    if (heard === null) return;
    const { rest, engine } = this.#desk;
    const found = await newestOf(rest, said.channel_id, said.id, engine.parts);
    // What is looked up comes without its author's place in the server.
    const newest = found === null ? said : { ...found, guild_id: said.guild_id, member: said.member };
    if (this.#askedIn(newest, where, heard) !== null || this.#isHidden(newest, where)) return;
    const before = await filesOfMessage(this.#desk, heard.design.id, said);
    const files = filesOf(newest);
    const removed = before.filter((each) => !files.some(({ id }) => id === each));
    const words = await this.#wordsOf(newest, where);
    await this.#hearing.revise({ ...heard, files }, words, removed, `edit ${newest.edited_timestamp}`);
  }

  async deleted({ channel_id, ids }: Deleted): Promise<void> {
    const where = await this.#desk.conversations.of(channel_id);
    for (const id of ids) {
      const author = this.#authors.get(id) ?? null;
      const heard = await this.#heardAs({ id, channel_id, attachments: [] }, where, author);
      if (heard === null) return;
      const files = await filesOfMessage(this.#desk, heard.design.id, { id, channel_id });
      await this.#hearing.deleted({ ...heard, files: files.map(fileNamed) });
    }
  }

  #askedIn(said: Said, where: Whereabouts, heard: Heard | null): string | null {
    const { botUser } = this.#desk;
    const isDirect = where.kind === 'direct';
    return askedIn(said.content, { botUser, isDirect, isInDesign: heard !== null });
  }

  async #mentioned(said: Said, where: Whereabouts, asked: string, heard: Heard | null): Promise<void> {
    const { engine } = this.#desk;
    const key = keyOf('discord', said.channel_id, said.id);
    if (!this.#mentions.first(key)) return;
    try {
      const [{ person }, design] = await Promise.all([
        this.#wordsOf(said, where),
        heard === null ? null : engine.design(heard.design.id),
      ]);
      const words = plainWords(asked.slice(0, MOST_ASKED), this.#namesIn(said));
      const place = { channel: where.channel, thread: where.thread };
      await this.#onMention(this.#deskAt(where), { words, person, place, design, key });
    } catch (error) {
      this.#mentions.undo(key);
      throw error;
    }
  }

  /** With the policy as it holds there. */
  #deskAt(where: Whereabouts): DiscordDesk {
    const policy = { value: policyAt(this.#desk.policy, where) };
    return Object.create(this.#desk, { policy }) as DiscordDesk;
  }

  async #wordsOf(said: Said, { guild }: Whereabouts): Promise<Words> {
    const { people, botUser } = this.#desk;
    const { author, member } = said;
    const person = member == null ? await people.person(author, guild) : people.known(author, member);
    const markup = withoutAddress(wordsIn(said), botUser).slice(0, MOST_MARKUP);
    const words = plainWords(markup, this.#namesIn(said));
    // Whoever may not use Discord any more writes nothing there.
    return { person, isActive: true, words };
  }

  #namesIn(said: Said): Map<string, string> {
    return new Map([...namesIn(said), [this.#desk.botUser, BOT_NAME]]);
  }

  /** Whether there were words that Discord does not show to us. */
  #isHidden(said: Said, { kind }: Whereabouts): boolean {
    const isEmpty = wordsIn(said) === '' && said.attachments.length === 0;
    return isEmpty && kind !== 'direct' && !this.#desk.mayRead();
  }

  #hint({ author }: Said, { place, design }: Heard): void {
    if (design.endedAt !== null || !this.#hinted.first(`${author.id} ${place.thread}`)) return;
    void this.#desk.whisper(author.id, place, wordsDocument(DISCORD_TEXTS.unreadable));
  }

  /** `null`: it is not said in the thread of a design. */
  async #heardIn(said: Said, where: Whereabouts): Promise<Heard | null> {
    const look = () => this.#heardAs(said, where, said.author.id);
    const heard = await look();
    if (heard !== null || where.owner !== this.#desk.botUser) return heard;
    await this.#assertOpened(where);
    // It may have been noted between the two looks.
    return look();
  }

  /** The newest design of a thread is the one that is spoken to. */
  async #heardAs(
    { id, channel_id, attachments }: Pick<Said, 'id' | 'channel_id' | 'attachments'>,
    { channel, thread }: Whereabouts,
    person: string | null,
  ): Promise<Heard | null> {
    if (thread === null) return null;
    const { store } = this.#desk.engine.parts;
    const [design] = await store.list({ platform: 'discord', channel, thread, limit: 1 });
    if (design === undefined) return null;
    const place = { channel, thread };
    const saidAt = SnowflakeUtil.timestampFrom(id);
    return {
      person,
      place,
      design,
      channel: channel_id,
      message: id,
      saidAt,
      files: filesOf({ attachments }),
    };
  }

  /** Somebody may be quicker than the note of where a new design's thread is; then this is tried again. */
  async #assertOpened({ channel }: Whereabouts): Promise<void> {
    const { store } = this.#desk.engine.parts;
    const [opening] = await store.list({ platform: 'discord', channel, thread: '', limit: 1 });
    if (opening === undefined || opening.endedAt !== null) return;
    throw new Fault('store_unavailable', `The thread of design ${opening.id} is only being opened.`);
  }

  #remember({ id, author }: Said): void {
    this.#authors.set(id, author.id);
    for (const oldest of this.#authors.keys()) {
      if (this.#authors.size <= MOST_AUTHORS) break;
      this.#authors.delete(oldest);
    }
  }
}

function filesOf({ attachments }: Pick<Said, 'attachments'>): AttachedFile[] {
  return attachments.map(({ id, filename, content_type, size, url }) => ({
    id,
    name: filename ?? null,
    mimetype: content_type ?? null,
    size: size ?? null,
    url: url ?? null,
  }));
}

/** One that is known by its id alone. */
function fileNamed(id: string): AttachedFile {
  return { id, name: null, mimetype: null, size: null, url: null };
}
