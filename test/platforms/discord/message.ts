import type { APIEmbed, MessageType } from 'discord-api-types/v10';
import type { Component } from './components.ts';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /**
   * What Discord says its size is, in bytes; a person's file may be said to be larger than it is.
   */
  readonly size: number;
  readonly content: Buffer;
}

/** Which message another one answers or shows. */
export interface Reference {
  readonly channel: string;
  readonly message: string;
}

/** A message as it stands now. */
export interface Message {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  readonly type: MessageType;
  /** The one person who sees it, or null when everyone in the channel does. */
  readonly onlyFor: string | null;
  content: string;
  embeds: readonly APIEmbed[];
  components: readonly Component[];
  files: readonly StoredFile[];
  /** Discord's bit field. */
  flags: number;
  readonly nonce: string | number | null;
  readonly reference: Reference | null;
  /** The interaction that it answers, or null. */
  readonly interaction: string | null;
  /** Whom it pings; empty when the author wanted nobody to be. */
  pings: readonly string[];
  readonly reactions: Map<string, Set<string>>;
  editedAt: Date | null;
  /**
   * What else Discord shows of it: a poll, stickers, what it forwards, the webhook that wrote it.
   */
  readonly extra: Extra;
}

export type Extra = Readonly<Record<string, unknown>>;

export interface Draft {
  readonly channel: string;
  readonly author: string;
  readonly type?: MessageType;
  readonly onlyFor?: string | null;
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly Component[];
  readonly files?: readonly StoredFile[];
  readonly flags?: number;
  readonly nonce?: string | number | null;
  readonly reference?: Reference | null;
  readonly interaction?: string | null;
  readonly pings?: readonly string[];
  readonly extra?: Extra;
}

/** What an edit sets; what is left out stays. */
export type Amendment = Pick<
  Draft,
  'content' | 'embeds' | 'components' | 'files' | 'flags' | 'pings'
>;
