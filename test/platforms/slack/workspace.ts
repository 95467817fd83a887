import { type Block, withIds } from './blocks.ts';
import { SlackRefusal } from './refusal.ts';

const US_PER_MS = 1_000;
const US_PER_SECOND = 1_000_000;

export interface Person {
  readonly id: string;
  readonly name: string;
  isDeactivated: boolean;
  /** Of another app. */
  readonly isBot?: boolean;
  /** Their workspace, where it is another one that shares a channel. */
  readonly team?: string;
  /** The organisation of that workspace. */
  readonly organisation?: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: Set<string>;
  isArchived: boolean;
  /**
   * The company whose channel it is, where that is another one: it stands outside of its events.
   */
  host?: string;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly owner: string;
  readonly type: string;
  /** What Slack says its size is, in bytes; a person's file may be said to be larger than it is. */
  readonly size: number;
  content: Buffer;
  readonly shares: { channel: string; ts: string }[];
  /** Fields that Slack shows differently: how it keeps the file, or why it does not. */
  shownAs: Readonly<Record<string, unknown>>;
  /** Where its address redirects to. */
  movedTo: string | null;
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** A message as it stands now. */
export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly author: string;
  /** The one person who sees it, or null when everyone in the channel does. */
  readonly onlyFor: string | null;
  /** People whom it called by name when it was posted: an edit calls nobody. */
  readonly called: readonly string[];
  text: string;
  blocks: Block[];
  metadata: Metadata | null;
  files: readonly string[];
  /** What a person has shared with it from elsewhere, or null. */
  readonly forwarded: Message | null;
  readonly reactions: Map<string, string[]>;
  editedAt: string | null;
  /** Deleted, but kept as a stone because it has replies. */
  isTombstone: boolean;
  /** Fields that another app has given it. */
  extra: Readonly<Record<string, unknown>>;
}

export interface Draft {
  readonly channel: string;
  readonly author: string;
  readonly thread?: string | null;
  readonly onlyFor?: string | null;
  readonly text?: string;
  readonly blocks?: readonly Block[];
  readonly metadata?: Metadata | null;
  readonly files?: readonly string[];
  readonly forwarded?: Message;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export type Change =
  | { readonly kind: 'posted'; readonly message: Message }
  | { readonly kind: 'edited'; readonly message: Message; readonly before: Message }
  | { readonly kind: 'deleted'; readonly before: Message }
  | { readonly kind: 'deactivated' | 'renamed'; readonly person: Person }
  | { readonly kind: 'left'; readonly channel: Channel; readonly person: string }
  | { readonly kind: 'regrouped'; readonly group: string }
  | { readonly kind: 'renumbered'; readonly channel: Channel; readonly before: string };

/**
 * People, channels, messages and files. Every change goes through here, and `watch` is called with
 * it.
 */
export class Workspace {
  readonly team = { id: 'T0ATELIER', name: 'Atelier', domain: 'atelier' };
  /** On Enterprise Grid. */
  organisation: string | null = null;
  /** Slack's names for why it refuses all calls of a method. */
  readonly refused = new Map<string, string>();
  /** People see its name, which can be changed where it is installed; the handle stays. */
  readonly bot: {
    readonly app: string;
    readonly id: string;
    readonly user: string;
    readonly handle: string;
    readonly name: string;
  };
  readonly people = new Map<string, Person>();
  readonly forgotten = new Set<string>();
  readonly channels = new Map<string, Channel>();
  readonly groups = new Map<string, string[]>();
  readonly files = new Map<string, StoredFile>();
  messages: Message[] = [];
  /** Where the server listens. */
  origin = '';
  isRevoked = false;
  watch: (change: Change) => void = () => undefined;
  #count = 0;
  #latestUs = 0;

  constructor() {
    this.bot = {
      app: 'A0CHARRETTE',
      id: 'B0CHARRETTE',
      user: 'U0CHARRETTE',
      handle: 'charrette',
      name: 'Charrette',
    };
  }

  /** A new id or part of one: unique, and later ones sort behind earlier ones. */
  next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${String(this.#count).padStart(6, '0')}`;
  }

  /**
   * A new `ts`: the time of this moment in seconds, unique, and later ones sort behind earlier
   * ones.
   */
  time(): string {
    this.#latestUs = Math.max(Date.now() * US_PER_MS, this.#latestUs + 1);
    return `${Math.floor(this.#latestUs / US_PER_SECOND)}.${String(this.#latestUs % US_PER_SECOND).padStart(6, '0')}`;
  }

  /** Somebody of whom nothing is left, not even the id. */
  forget(person: string): void {
    this.people.delete(person);
    this.forgotten.add(person);
  }

  addPerson(name: string): string {
    const id = this.next('U');
    this.people.set(id, { id, name, isDeactivated: false });
    return id;
  }

  deactivate(id: string): void {
    const person = this.people.get(id);
    if (person === undefined) throw new Error(`there is nobody ${id}`);
    person.isDeactivated = true;
    this.watch({ kind: 'deactivated', person });
  }

  rename(id: string, name: string): void {
    const known = this.people.get(id);
    if (known === undefined) throw new Error(`there is nobody ${id}`);
    const person = { ...known, name };
    this.people.set(id, person);
    this.watch({ kind: 'renamed', person });
  }

  leave(channel: string, person: string): void {
    this.#known(channel).members.delete(person);
    this.watch({ kind: 'left', channel: this.#known(channel), person });
  }

  /** Gives a channel another id, by which alone it is known then; returns that. */
  renumber(before: string, id = this.next('C')): string {
    const channel = { ...this.#known(before), id };
    this.channels.delete(before);
    this.channels.set(id, channel);
    for (const message of this.messages)
      if (message.channel === before) Object.assign(message, { channel: id });
    this.watch({ kind: 'renumbered', channel, before });
    return id;
  }

  setGroup(group: string, members: readonly string[]): void {
    this.groups.set(group, [...members]);
    this.watch({ kind: 'regrouped', group });
  }

  /** Of another workspace that shares a channel. */
  addForeigner(name: string): string {
    const id = this.next('U');
    this.people.set(id, { id, name, isDeactivated: false, team: 'T0OTHER' });
    return id;
  }

  /** Of another workspace of the same organisation. */
  addSibling(name: string): string {
    const id = this.next('U');
    const { organisation } = this;
    if (organisation === null) throw new Error('there is no organisation');
    this.people.set(id, { id, name, isDeactivated: false, team: 'T0SIBLING', organisation });
    return id;
  }

  /** Another app's. */
  addBot(name: string): string {
    const id = this.next('U');
    this.people.set(id, { id, name, isDeactivated: false, isBot: true });
    return id;
  }

  /** The bot is in it unless `members` leaves it out. */
  addChannel(name: string, kind: Channel['kind'] = 'public', members?: readonly string[]): string {
    const id = this.next(kind === 'im' ? 'D' : 'C');
    const everyone = members ?? [this.bot.user, ...this.people.keys()];
    this.channels.set(id, { id, name, kind, members: new Set(everyone), isArchived: false });
    return id;
  }

  addGroup(members: readonly string[]): string {
    const id = this.next('S');
    this.groups.set(id, [...members]);
    return id;
  }

  /** The direct conversation of a person and the bot, made when there is none. */
  direct(person: string): string {
    if (!this.people.has(person)) throw new SlackRefusal('user_not_found');
    const known = [...this.channels.values()].find(
      ({ kind, members }) => kind === 'im' && members.has(this.bot.user) && members.has(person),
    );
    return known?.id ?? this.addChannel('directmessage', 'im', [this.bot.user, person]);
  }

  addFile(owner: string, name: string, content: Buffer, size = content.length): StoredFile {
    const id = this.next('F');
    const type = name.split('.').at(-1) ?? '';
    const file = {
      id,
      name,
      title: name,
      owner,
      type,
      size,
      content,
      shares: [],
      shownAs: {},
      movedTo: null,
    };
    this.files.set(id, file);
    return file;
  }

  post(draft: Draft): Message {
    const message: Message = {
      ts: this.time(),
      channel: draft.channel,
      thread: draft.thread ?? null,
      author: draft.author,
      onlyFor: draft.onlyFor ?? null,
      called: namedIn(draft),
      text: draft.text ?? '',
      blocks: withIds(draft.blocks ?? []),
      metadata: draft.metadata ?? null,
      files: draft.files ?? [],
      forwarded: draft.forwarded ?? null,
      reactions: new Map(),
      editedAt: null,
      isTombstone: false,
      extra: draft.extra ?? {},
    };
    this.messages.push(message);
    for (const id of message.files) {
      this.files.get(id)?.shares.push({ channel: message.channel, ts: message.ts });
    }
    this.watch({ kind: 'posted', message });
    return message;
  }

  edit(
    message: Message,
    change: Pick<Draft, 'text' | 'blocks' | 'metadata' | 'files' | 'extra'>,
  ): void {
    const before = { ...message };
    message.text = change.text ?? message.text;
    if (change.blocks !== undefined) message.blocks = withIds(change.blocks);
    message.metadata = change.metadata ?? message.metadata;
    message.files = change.files ?? message.files;
    message.extra = change.extra ?? message.extra;
    message.editedAt = `${Math.floor(Date.now() / 1_000)}.000000`;
    this.watch({ kind: 'edited', message, before });
  }

  /** What has replies stays as a stone that says it was deleted. */
  remove(message: Message): void {
    const before = { ...message };
    if (this.replies(message).length > 0) {
      message.isTombstone = true;
      Object.assign(message, {
        text: 'This message was deleted.',
        blocks: [],
        metadata: null,
        files: [],
      });
    } else {
      this.messages = this.messages.filter((each) => each !== message);
    }
    this.watch({ kind: 'deleted', before });
  }

  replies(parent: Message): Message[] {
    return this.messages.filter(
      ({ channel, thread, onlyFor }) =>
        channel === parent.channel && thread === parent.ts && onlyFor === null,
    );
  }

  /** A message that everyone in the channel sees. */
  find(channel: string, ts: string): Message | undefined {
    return this.messages.find(
      (each) => each.channel === channel && each.ts === ts && each.onlyFor === null,
    );
  }

  archive(id: string): void {
    this.#known(id).isArchived = true;
  }

  removeBot(id: string): void {
    this.#known(id).members.delete(this.bot.user);
  }

  inviteBot(id: string): void {
    this.#known(id).members.add(this.bot.user);
  }

  revoke(): void {
    this.isRevoked = true;
  }

  #known(id: string): Channel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    return channel;
  }
}

function namedIn({ text = '', blocks = [] }: Draft): string[] {
  const inBlocks = [...JSON.stringify(blocks).matchAll(/"user_id":"([UW][A-Z0-9]+)"/g)];
  const inText = [...text.matchAll(/<@([UW][A-Z0-9]+)>/g)];
  return [...new Set([...inBlocks, ...inText].map(([, id]) => id ?? ''))];
}
