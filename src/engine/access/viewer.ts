import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { TokenRole } from '../../ports/access-tokens.ts';
import type { Person } from './permission.ts';

/** A token of the API with its role and its channels (`platform/channel`; `null`: all). */
export interface NamedToken {
  readonly name: string;
  /** Distinguishes it from an earlier token of the same name. */
  readonly createdAt: number;
  readonly role: TokenRole;
  readonly channels: readonly string[] | null;
}

/**
 * Anybody who asks to read. `operator`: the admin's token, or the command line on the same data
 * folder. `link`: reads one design and does nothing else. `actsIn`: the channel in which the person
 * acts right now, as the platform says.
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
