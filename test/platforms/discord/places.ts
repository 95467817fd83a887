import { ChannelType } from 'discord-api-types/v10';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  readonly roles: Set<string>;
  /** Whether they let a bot write to them directly. */
  isOpenToDirect: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  /**
   * The bot whose own role it is: Discord makes it when the bot comes, and people can mention it.
   */
  readonly bot?: string;
}

/** What one person or role is granted or denied in a channel. */
export interface Overwrite {
  readonly isRole: boolean;
  allow: bigint;
  deny: bigint;
}

export interface ThreadState {
  readonly owner: string;
  /** The message that it hangs on, or null. */
  readonly starter: string | null;
  readonly isInvitable: boolean;
  isArchived: boolean;
  isLocked: boolean;
  autoArchiveMinutes: number;
  archiveChangedAt: Date;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
  /** The channel of a thread. */
  readonly parent: string | null;
  /** Who is in a thread or in a direct conversation; a channel's are those who may see it. */
  readonly members: Set<string>;
  readonly overwrites: Map<string, Overwrite>;
  readonly thread: ThreadState | null;
}

export const CHANNEL_TYPES = {
  text: ChannelType.GuildText,
  announcement: ChannelType.GuildAnnouncement,
  voice: ChannelType.GuildVoice,
  stage: ChannelType.GuildStageVoice,
  forum: ChannelType.GuildForum,
} as const;
export type ChannelKind = keyof typeof CHANNEL_TYPES;

/** Those in which messages stand. */
export function holdsMessages({ type, thread }: Channel): boolean {
  const { GuildText, GuildAnnouncement, GuildVoice, GuildStageVoice, DM, GroupDM } = ChannelType;
  const kinds = [GuildText, GuildAnnouncement, GuildVoice, GuildStageVoice, DM, GroupDM];
  return thread !== null || kinds.includes(type);
}
