import { ChannelType, MessageType } from 'discord-api-types/v10';
import type { Message, StoredFile } from './message.ts';
import { Messages } from './messages.ts';
import {
  BOT_PERMISSIONS,
  bits,
  EVERYBODY,
  has,
  type PermissionName,
  permissionsIn,
} from './permissions.ts';
import {
  CHANNEL_TYPES,
  type Channel,
  type ChannelKind,
  type Overwrite,
  type Person,
  type Role,
  type ThreadState,
} from './places.ts';
import { refusal } from './refusal.ts';
import { snowflake } from './snowflake.ts';

export type Change =
  | { readonly kind: 'posted'; readonly message: Message }
  | { readonly kind: 'edited'; readonly message: Message }
  | { readonly kind: 'deleted'; readonly messages: readonly Message[] }
  | { readonly kind: 'created' | 'updated' | 'removed'; readonly channel: Channel }
  /** Somebody came into a thread. */
  | { readonly kind: 'joined'; readonly channel: Channel; readonly person: string }
  | { readonly kind: 'left' | 'arrived' };

/**
 * A guild with its people, roles and channels, and the direct conversations of its people with the
 * bot. Every change goes through here, and `watch` is called with it.
 */
export class Guild {
  readonly id = snowflake();
  readonly name = 'Atelier';
  readonly application = snowflake();
  readonly people = new Map<string, Person>();
  readonly roles = new Map<string, Role>();
  readonly channels = new Map<string, Channel>();
  /** Files in forms that were sent. */
  readonly uploads = new Map<string, StoredFile>();
  readonly messages: Messages = new Messages((change) => this.watch(change));
  readonly bot: Person;
  readonly botRole: string;
  readonly owner: string;
  /** Where the server listens. */
  origin = '';
  /**
   * People who have installed the app for themselves, if its settings let them; null where they do
   * not.
   */
  installedBy: Set<string> | null = null;
  /** Whether the bot has been thrown out. */
  isLeft = false;
  /** Names of threads that a rule of the guild blocks. */
  blockedNames: RegExp | null = null;
  watch: (change: Change) => void = () => undefined;

  constructor(botPermissions: readonly PermissionName[] = BOT_PERMISSIONS) {
    this.roles.set(this.id, { id: this.id, name: '@everyone', permissions: EVERYBODY });
    this.botRole = this.addRole('Charrette', botPermissions, this.application);
    this.bot = this.#add(
      { name: 'Charrette', isBot: true, roles: new Set([this.botRole]) },
      this.application,
    );
    this.owner = this.addPerson('Olga');
  }

  addPerson(name: string, roles: readonly string[] = []): string {
    return this.#add({ name, isBot: false, roles: new Set(roles) }).id;
  }

  /** Another app's bot, whose messages are not a person's. */
  addBot(name: string): string {
    return this.#add({ name, isBot: true, roles: new Set() }).id;
  }

  #add(about: Pick<Person, 'name' | 'isBot' | 'roles'>, id = snowflake()): Person {
    const person = { ...about, id, isOpenToDirect: true };
    this.people.set(id, person);
    return person;
  }

  addRole(name: string, permissions: readonly PermissionName[] = [], bot?: string): string {
    const id = snowflake();
    this.roles.set(id, {
      id,
      name,
      permissions: bits(...permissions),
      ...(bot !== undefined && { bot }),
    });
    return id;
  }

  addChannel(name: string, kind: ChannelKind = 'text'): string {
    return this.create({ name, type: CHANNEL_TYPES[kind], parent: null }).id;
  }

  /**
   * A post of a forum: a thread that begins with a message of its author. Its id is also that
   * message's.
   */
  addPost(person: string, forum: string, name: string, content: string): string {
    const id = snowflake();
    this.startThread({ id, name, parent: forum, type: ChannelType.PublicThread, owner: person });
    this.messages.post({ channel: id, author: person, content }, id);
    return id;
  }

  /** A thread that a person starts, on a message or by itself. */
  addThread(person: string, parent: string, name: string, on?: Message): string {
    const isNews = this.channel(parent).type === ChannelType.GuildAnnouncement;
    const type = isNews ? ChannelType.AnnouncementThread : ChannelType.PublicThread;
    return this.startThread({ id: on?.id ?? snowflake(), name, parent, type, owner: person, on })
      .id;
  }

  startThread(about: {
    readonly id: string;
    readonly name: string;
    readonly parent: string;
    readonly type: ChannelType;
    readonly owner: string;
    readonly on?: Message | undefined;
    readonly isInvitable?: boolean;
    readonly autoArchiveMinutes?: number;
  }): Channel {
    const {
      id,
      name,
      parent,
      type,
      owner,
      on,
      isInvitable = true,
      autoArchiveMinutes = 4_320,
    } = about;
    const fresh = { isArchived: false, isLocked: false, archiveChangedAt: new Date() };
    const thread = { owner, starter: on?.id ?? null, isInvitable, autoArchiveMinutes, ...fresh };
    const channel = this.create({ id, name, type, parent, members: [owner], thread });
    if (on !== undefined) this.messages.postStarter(channel, on);
    else if (this.#isAnnounced(channel)) this.messages.postNotice(channel, parent, owner);
    return channel;
  }

  /** Where people can see it, a thread without a message leaves a notice in its channel. */
  #isAnnounced({ type, parent }: Channel): boolean {
    const place = this.channel(parent ?? '').type;
    return type !== ChannelType.PrivateThread && place !== ChannelType.GuildForum;
  }

  create(about: {
    readonly id?: string;
    readonly name: string;
    readonly type: ChannelType;
    readonly parent: string | null;
    readonly members?: readonly string[];
    readonly thread?: ThreadState;
  }): Channel {
    const { id = snowflake(), members = [], thread = null, ...rest } = about;
    const channel = {
      ...rest,
      id,
      thread,
      members: new Set(members),
      overwrites: new Map<string, Overwrite>(),
    };
    this.channels.set(id, channel);
    this.watch({ kind: 'created', channel });
    return channel;
  }

  /** The direct conversation of a person and the bot, made when there is none. */
  direct(person: string): string {
    if (!this.people.has(person)) throw refusal('unknown_user');
    const isTheirs = ({ type, members }: Channel) => type === ChannelType.DM && members.has(person);
    const known = [...this.channels.values()].find(isTheirs);
    const members = [person, this.bot.id];
    return known?.id ?? this.create({ name: '', type: ChannelType.DM, parent: null, members }).id;
  }

  /** A conversation of people, in which the bot is not. */
  addGroup(...members: readonly string[]): string {
    return this.create({ name: 'friends', type: ChannelType.GroupDM, parent: null, members }).id;
  }

  /** The app's settings let people install it for themselves, and these have. */
  install(...people: readonly string[]): void {
    this.installedBy = new Set([...(this.installedBy ?? []), ...people]);
  }

  /** Takes permissions away in a channel: from the bot, or from a person or a role. */
  deny(channel: string, names: readonly PermissionName[], whom: string = this.bot.id): void {
    this.#except(channel, whom, (overwrite) => {
      overwrite.deny |= bits(...names);
      overwrite.allow &= ~bits(...names);
    });
  }

  allow(channel: string, names: readonly PermissionName[], whom: string = this.bot.id): void {
    this.#except(channel, whom, (overwrite) => {
      overwrite.allow |= bits(...names);
      overwrite.deny &= ~bits(...names);
    });
  }

  #except(id: string, whom: string, set: (overwrite: Overwrite) => void): void {
    const channel = this.channel(id);
    const overwrite = channel.overwrites.get(whom) ?? {
      isRole: this.roles.has(whom),
      allow: 0n,
      deny: 0n,
    };
    set(overwrite);
    channel.overwrites.set(whom, overwrite);
    this.watch({ kind: 'updated', channel });
  }

  permissions(person: string, channel: Channel): bigint {
    const who = this.people.get(person);
    if (who === undefined || (this.isLeft && who === this.bot && channel.type !== ChannelType.DM))
      return 0n;
    const place = channel.thread === null ? channel : this.channel(channel.parent ?? '');
    return permissionsIn(this, who, channel, place);
  }

  mayBot(channel: Channel, name: PermissionName): boolean {
    return has(this.permissions(this.bot.id, channel), name);
  }

  /** What a person may do in the guild at large, without a channel's exceptions. */
  permissionsAtLarge(person: string): bigint {
    const roles = [this.id, ...(this.people.get(person)?.roles ?? [])];
    return roles.reduce((sum, role) => sum | (this.roles.get(role)?.permissions ?? 0n), 0n);
  }

  archive(id: string, isArchived = true): void {
    const channel = this.channel(id);
    Object.assign(channel.thread ?? {}, { isArchived, archiveChangedAt: new Date() });
    this.watch({ kind: 'updated', channel });
  }

  /** Closes a thread for everybody but moderators, and archives it. */
  lock(id: string): void {
    Object.assign(this.channel(id).thread ?? {}, { isLocked: true });
    this.archive(id);
  }

  /** A person who is added `by` somebody else is announced in the thread. */
  join(id: string, person: string, by = person): void {
    const channel = this.channel(id);
    if (channel.members.has(person)) return;
    channel.members.add(person);
    this.watch({ kind: 'joined', channel, person });
    if (by === person) return;
    this.messages.post({
      channel: id,
      author: by,
      type: MessageType.RecipientAdd,
      content: `<@${person}>`,
    });
  }

  /** Deletes a channel or a thread with everything in it. */
  removeChannel(id: string): void {
    const channel = this.channel(id);
    for (const each of [...this.channels.values()].filter(({ parent }) => parent === id)) {
      if (each.thread !== null) this.channels.delete(each.id);
    }
    this.watch({ kind: 'removed', channel });
    this.channels.delete(id);
  }

  removeBot(): void {
    this.isLeft = true;
    this.watch({ kind: 'left' });
  }

  inviteBot(): void {
    this.isLeft = false;
    this.watch({ kind: 'arrived' });
  }

  /** A channel that there is; for tests and the server's own use. */
  channel(id: string): Channel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    return channel;
  }
}
