import type { DesignId } from '../../core/ids.ts';
import type { Control } from '../../core/thread/controls.ts';
import type { Line } from './rich.ts';

/** What stands below one another: text, which may break its lines; a list; a quotation; code. */
export type Block =
  | { readonly kind: 'lines' | 'quote' | 'code'; readonly line: Line }
  | { readonly kind: 'bullets'; readonly depth: number; readonly items: readonly Line[] };

/** Blocks that belong together, and stand a little apart from others. */
export type Section = readonly Block[];

/** What can be clicked under a message. */
export type Clickable =
  | { readonly kind: 'controls'; readonly designId: DesignId; readonly controls: readonly Control[] }
  /** A menu of designs, one of which is meant. */
  | {
      readonly kind: 'choice';
      readonly of: ChoiceOf;
      readonly designs: readonly { readonly id: DesignId; readonly topic: string }[];
    };
/** What is done with the design that is chosen. */
export type ChoiceOf = 'status' | 'cancel' | 'retry';

export interface NamedFile {
  readonly name: string;
  /** `null`: the file of this name in the design's bundle. */
  readonly text: string | null;
}

/**
 * What a message says, for every chat platform alike: each draws it with its own means, and with as much of each text as it
 * has room for.
 */
export interface Document {
  /** What is read of it where there is one line. */
  readonly notification: string;
  /** `most`: the characters that one piece of text may take. */
  readonly sections: (most: number) => readonly Section[];
  readonly clickable: Clickable | null;
  /** What belongs to it; posted as a message of its own. */
  readonly files: readonly NamedFile[];
}

/** A message without anything to click, and without files, unless it says otherwise. */
export function document(
  notification: string,
  sections: Document['sections'],
  more: Partial<Pick<Document, 'clickable' | 'files'>> = {},
): Document {
  return { notification, sections, clickable: null, files: [], ...more };
}

/** The controls of a design; nothing where there are none. */
export function clickable(designId: DesignId, controls: readonly Control[]): Clickable | null {
  return controls.length === 0 ? null : { kind: 'controls', designId, controls };
}
