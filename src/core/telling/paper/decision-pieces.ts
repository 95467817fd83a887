import type { LabelledClaim } from '../../proposal/labels.ts';
import type { Design } from '../../vocabulary/design.ts';
import { type Inline, type Line, line, ours } from '../document.ts';
import { recordLinks } from '../facts/claims.ts';

/** Everything on record that the text shows. None of it changes once a decision was composed. */
export type Source = Pick<
  Design,
  'drawnOrder' | 'proposals' | 'divergences' | 'questions' | 'repository' | 'rehearsal' | 'participants'
>;
export interface Context {
  readonly design: Source;
  readonly claims: readonly LabelledClaim[];
  /** The reasons on record, which stand before the options. */
  readonly whys: readonly Line[];
}

/** An id stands only where it leads into the record. */
export function links(claims: readonly LabelledClaim[], ids: readonly string[]): Inline[] {
  return recordLinks(ids.filter((id) => claims.some((claim) => claim.id === id)));
}

export function from(linked: readonly Inline[]): Line {
  return linked.length === 0 ? [] : line` (${linked})`;
}

export function italic(words: string): Inline {
  return ours(words, { italic: true });
}
