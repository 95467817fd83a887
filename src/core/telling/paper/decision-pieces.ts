import type { LabelledClaim } from '../../proposal/labels.ts';
import type { Decided } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import {
  type Block,
  bold,
  type Inline,
  type Line,
  line,
  named,
  ours,
  prose,
  reference,
  type Section,
  table,
  title,
  WHOLE,
} from '../document.ts';
import { recordLinks } from '../facts/claims.ts';
import type { Fields } from '../facts/fields.ts';

/** Pieces of `decision.md` that all its layouts share. What they draw was signed: a change of it needs a new layout. */

/** Everything on record that the text shows. None of it changes once a decision was composed. */
export type Source = Pick<
  Design,
  'drawnOrder' | 'proposals' | 'divergences' | 'questions' | 'repository' | 'rehearsal' | 'participants'
>;
export type Text = Pick<Decided, 'decision' | 'accounts'>;
export interface Context {
  readonly design: Source;
  readonly claims: readonly LabelledClaim[];
  /** The reasons on record, which stand before the options. */
  readonly whys: readonly Line[];
}

export type Option = Decision['options'][number];
export type Step = Decision['steps'][number];
export type Risk = Decision['risks'][number];
type Assumption = Decision['assumptions'][number];

/** Claims that a step names. */
const STEP_CLAIMS = 3;

/** Names the claims that a step rests on; those beyond `most` stand in the record. */
export function restsNamed(ids: readonly string[], { claims }: Context, most: number): Line {
  const whole = [ours(', '), reference('record.md#what-its-parts-rest-on', '…')];
  return from([...links(claims, ids.slice(0, most)), ...(ids.length > most ? whole : [])]);
}

export function headed(words: string): Block {
  return title(3, [ours(words)]);
}

/** A column for each field that the page has room for; what a part rests on stands in the record. */
export type Columns<Row> = {
  readonly [Field in keyof Row]-?: readonly [head: string, (row: Row) => Line] | null;
};

export const OPTION: Columns<Option> = {
  name: ['Option', ({ name }) => prose(name, WHOLE, { bold: true })],
  verdict: ['', ({ verdict }) => [ours(verdict)]],
  for: ['For', (option) => prose(option.for, WHOLE)],
  against: ['Against', ({ against }) => prose(against, WHOLE)],
  covers: null,
  claims: null,
};

export function tableOf<Row>(columns: Columns<Row>, rows: readonly Row[]): Section {
  const shown = Object.values<Columns<Row>[keyof Row]>(columns).filter((column) => column !== null);
  return table(
    shown.map(([head]) => head),
    rows.map((row) => shown.map(([, cell]) => cell(row))),
  );
}

/** A step without the person who does it. */
export const STEP: Pick<Fields<Step, Inline, Context>, 'title' | 'detail' | 'rests' | 'undo'> = {
  title: (words) => [
    ...prose(words, WHOLE, { bold: true }),
    ...(words.trim().endsWith('.') ? [] : [bold('.')]),
    ours(' '),
  ],
  detail: (words) => prose(words, WHOLE),
  rests: (ids, _, context) => restsNamed(ids, context, STEP_CLAIMS),
  undo: (words) => line` ${italic('Undo:')} ${prose(words, WHOLE)}`,
};

export const ASSUMPTION: Fields<Assumption, Inline, Context> = {
  question: (id, _, { design }) => {
    const asked = design.questions.find((each) => each.id === id)?.text;
    return asked === undefined ? [] : [named(asked, { italic: true }), ours(' ')];
  },
  text: (words) => prose(words, WHOLE),
  ifWrong: (words) => line` ${italic('If wrong:')} ${prose(words, WHOLE)}`,
};

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
