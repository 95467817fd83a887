import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Person } from './permission.ts';

export const TOKEN_ROLES = ['read', 'take part', 'operate'] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** A token of the API: what it may do, and the channels, as `platform/channel`, whose designs it may do that with; `null`: all. */
export interface NamedToken {
  readonly name: string;
  /** Tells it from an earlier one of the same name. */
  readonly createdAt: number;
  readonly role: TokenRole;
  readonly channels: readonly string[] | null;
}

/**
 * Somebody who asks to read (A18). `operator`: the admin's token, or the command line on the same data folder. `actsIn`: the
 * channel in which the platform itself says that this person acts at this moment. `link`: somebody with a link that reads one
 * design, and does nothing.
 */
export type Viewer =
  | { readonly kind: 'operator' }
  | { readonly kind: 'token'; readonly token: NamedToken }
  | { readonly kind: 'link'; readonly designId: DesignId }
  | {
      readonly kind: 'person';
      readonly platform: string;
      readonly person: Person;
      readonly actsIn?: string;
    };
