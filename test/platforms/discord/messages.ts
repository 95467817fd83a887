import { MessageType } from 'discord-api-types/v10';
import { withIds } from './components.ts';
import type { Change } from './guild.ts';
import type { Amendment, Draft, Message } from './message.ts';
import type { Channel } from './places.ts';
import { snowflake, timeOf } from './snowflake.ts';

/** All messages there are, in the order of their ids. */
export class Messages {
  #all: Message[] = [];
  readonly #watch: (change: Change) => void;

  constructor(watch: (change: Change) => void) {
    this.#watch = watch;
  }

  post(draft: Draft, id = snowflake()): Message {
    const message: Message = {
      id,
      channel: draft.channel,
      author: draft.author,
      type: draft.type ?? (draft.reference ? MessageType.Reply : MessageType.Default),
      onlyFor: draft.onlyFor ?? null,
      content: draft.content ?? '',
      embeds: draft.embeds ?? [],
      components: withIds(draft.components ?? []),
      files: draft.files ?? [],
      flags: draft.flags ?? 0,
      nonce: draft.nonce ?? null,
      reference: draft.reference ?? null,
      interaction: draft.interaction ?? null,
      pings: draft.pings ?? [],
      reactions: new Map(),
      editedAt: null,
      extra: draft.extra ?? {},
    };
    this.#all.push(message);
    this.#watch({ kind: 'posted', message });
    return message;
  }

  /** The first entry of a thread that hangs on a message; it shows that message. */
  postStarter(thread: Channel, on: Message): void {
    const reference = { channel: on.channel, message: on.id };
    const { ThreadStarterMessage: type } = MessageType;
    this.post({ channel: thread.id, author: thread.thread?.owner ?? on.author, type, reference });
  }

  /**
   * What a channel's readers see of a thread that somebody has started by itself; its text is the
   * thread's name.
   */
  postNotice(thread: Channel, parent: string, author: string): void {
    const reference = { channel: thread.id, message: '' };
    this.post({
      channel: parent,
      author,
      content: thread.name,
      type: MessageType.ThreadCreated,
      reference,
    });
  }

  edit(message: Message, { components, ...change }: Amendment): void {
    Object.assign(message, change);
    if (components !== undefined) message.components = withIds(components);
    message.editedAt = new Date();
    this.#watch({ kind: 'edited', message });
  }

  /**
   * Fills in what was promised as an answer, or what Discord finds out by itself; nobody has edited
   * it.
   */
  fulfil(message: Message, { components, ...content }: Amendment): void {
    Object.assign(message, content);
    if (components !== undefined) message.components = withIds(components);
    this.#watch({ kind: 'edited', message });
  }

  remove(...messages: readonly Message[]): void {
    this.#all = this.#all.filter((each) => !messages.includes(each));
    this.#watch({ kind: 'deleted', messages });
  }

  /** A message that everyone in the channel sees. */
  find(channel: string, id: string): Message | undefined {
    return this.#all.find(
      (each) => each.id === id && each.channel === channel && each.onlyFor === null,
    );
  }

  /** A message of anybody's view. */
  get(id: string): Message | undefined {
    return this.#all.find((each) => each.id === id);
  }

  every(): readonly Message[] {
    return this.#all;
  }

  /** What everyone in a channel sees, the oldest first. */
  in(channel: string): Message[] {
    return this.#all.filter((each) => each.channel === channel && each.onlyFor === null);
  }

  /** What only this person sees, the oldest first. */
  onlyFor(person: string): Message[] {
    return this.#all.filter((each) => each.onlyFor === person);
  }

  /** A message that the app has sent to this channel under this nonce lately. */
  withNonce(
    channel: string,
    author: string,
    nonce: string | number,
    forMs: number,
  ): Message | undefined {
    const since = Date.now() - forMs;
    return this.#all.find(
      (each) =>
        each.channel === channel &&
        each.author === author &&
        each.nonce !== null &&
        String(each.nonce) === String(nonce) &&
        timeOf(each.id).getTime() >= since,
    );
  }
}
