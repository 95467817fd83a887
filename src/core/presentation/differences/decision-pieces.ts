import type { decidingOpen } from '../../decision/fates.ts';
import type { Design } from '../../vocabulary/design.ts';
import { type Inline, type Line, line, trusted } from '../format/document.ts';

/** The record that a decision's text may show. None of it changes once there is a composite. */
export type Source = Pick<
  Design,
  | 'drawnOrder'
  | 'proposals'
  | 'agreements'
  | 'divergences'
  | 'questions'
  | 'repository'
  | 'rehearsal'
  | 'participants'
>;
export interface Context {
  readonly design: Source;
  readonly whys: readonly Line[];
  readonly open: ReturnType<typeof decidingOpen>;
}

export function from(linked: readonly Inline[]): Line {
  return linked.length === 0 ? [] : line` (${linked})`;
}

export function italic(words: string): Inline {
  return trusted(words, { italic: true });
}
