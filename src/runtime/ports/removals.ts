import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Word } from '../words.ts';

/** Rows beside the events in which words of people and models can stand. */
export const TEXT_KINDS = ['turn', 'trace', 'command', 'answer', 'lesson', 'failure', 'response'] as const;

/** One of these rows, by its own key: a number or a name; `value` is JSON, or the text of a failure. */
export interface StoredText {
  readonly kind: (typeof TEXT_KINDS)[number];
  readonly key: string;
  readonly value: unknown;
}

/** A removal of words: what then stands in the place of what quoted them. */
export interface Replacing {
  readonly events: readonly { readonly seq: number; readonly words: readonly Word[] }[];
  /** Rows with their new values; a response is removed instead. */
  readonly texts: readonly StoredText[];
  /** The row for lists. */
  readonly topic: string;
  readonly decision: string | null;
}

/** All that is left of a design that an operator has forgotten (P12). */
export interface Forgotten {
  readonly designId: DesignId;
  /** The number of its events, and the end of their chain. */
  readonly count: number;
  readonly head: string;
  readonly at: number;
  readonly by: string;
}

/** Removal of words of a design, and of whole designs, from the store (P12). Each method throws `Fault` like the store does. */
export interface Removals {
  /** Returns every row beside the events in which words can stand. */
  texts(designId: DesignId): Promise<StoredText[]>;
  /** Replaces texts, all or nothing, and leaves no copy of them in a local file. Throws `OwnershipLostError`. */
  replace(designId: DesignId, epoch: number, replacing: Replacing): Promise<void>;
  /**
   * Removes everything stored of a design that has ended and that nobody owns, and leaves what is named here, all or nothing.
   * Returns `false` where there is no such design.
   */
  forget(forgetting: Forgotten): Promise<boolean>;
  /** Returns `null` for a design that was not forgotten. */
  forgotten(designId: DesignId): Promise<Forgotten | null>;
  /** Returns the ids of all designs that were forgotten. */
  allForgotten(): Promise<DesignId[]>;
  /** Returns the designs that took anything over from this one: run it again or follow it up. */
  goingOnFrom(designId: DesignId): Promise<DesignId[]>;
}
