import { isEmpty } from '../../citation/cited.ts';
import { differenceLabel } from '../../divergence/labels.ts';
import { claimsOf, type LabelledClaim } from '../../proposal/labels.ts';
import { type Decided, finalAccount } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { cutWords } from '../../vocabulary/text.ts';
import {
  alert,
  type Block,
  bold,
  bullets,
  type Inline,
  type Line,
  line,
  lines,
  list,
  named,
  numbered,
  ours,
  prose,
  proseBlock,
  reference,
  type Section,
  table,
  title,
  under,
  WHOLE,
} from '../document.ts';
import { sourceLine } from '../facts/citation.ts';
import { recordLink, recordLinks } from '../facts/claims.ts';
import { type Fields, toldFields } from '../facts/fields.ts';
import { fileMarkdown } from '../render/markdown.ts';

/** Reasons that a reader takes in, and characters of all together, some 65 words: the others stand in the record. */
const [MAX_REASONS, REASON_CHARACTERS] = [5, 400];
/** Enough of a position to know what is open. */
const POSITION_CHARACTERS = 160;
/** Claims that a step names. */
const STEP_CLAIMS = 3;

type Source = Pick<
  Design,
  'drawnOrder' | 'proposals' | 'divergences' | 'questions' | 'repository' | 'rehearsal' | 'participants'
>;
type Text = Pick<Decided, 'decision' | 'accounts'>;
/** `whys`: the reasons on record, which stand before the options. */
interface Context {
  readonly design: Source;
  readonly claims: readonly LabelledClaim[];
  readonly whys: readonly Line[];
}
type Open = Decision['open'][number];
type Option = Decision['options'][number];
type Step = Decision['steps'][number];
type Risk = Decision['risks'][number];
type Assumption = Decision['assumptions'][number];

/**
 * `decision.md`: the text that personas sign and people read, byte for byte (J9). A function of the decision and of what
 * was on record before it, never of what came after. It names no participant: facilitators read it as well (J3).
 */
export function decisionMarkdown(design: Source, text: Text): string {
  return fileMarkdown(decisionSection(design, text));
}

/** The same within another paper. */
export function decisionSection(design: Source, text: Text): Section {
  const mark = rehearsalMark(design, 'afterwards');
  const claims = claimsOf(design);
  const context = { design, claims, whys: reasons(design, text) };
  return [
    ...(mark === '' ? [] : [alert('warning', mark, WHOLE)]),
    ...toldFields(DECISION, text.decision, context),
  ];
}

const DECISION: Fields<Decision, Block, Context> = {
  title: (words) => [title(3, prose(words, WHOLE))],
  sentence: (words) => [lines(prose(words, WHOLE, { bold: true }))],
  paragraph: (words) => [proseBlock(words, WHOLE)],
  open: (points, _, context) =>
    under(headed('For you to decide'), ...points.map((point) => openPoint(point, context))),
  options: (options, _, { whys }) => [
    ...under(headed('Why'), list(whys)),
    ...under(headed('Options'), tableOf(OPTION, options)),
  ],
  steps: (steps, _, context) =>
    under(
      headed('Steps'),
      numbered(steps.map((step) => toldFields(STEP, step, context))),
      nobodyNamed(steps),
    ),
  risks: (risks) => under(headed('What was feared, and how one would notice'), tableOf(RISK, risks)),
  assumptions: (all, _, context) =>
    under(headed('Guesses'), list(all.map((each) => toldFields(ASSUMPTION, each, context)))),
};

function headed(words: string): Block {
  return title(3, [ours(words)]);
}

/** A column for each field that the page has room for; what a part rests on stands in the record. */
type Columns<Row> = { readonly [Field in keyof Row]-?: readonly [head: string, (row: Row) => Line] | null };

const OPTION: Columns<Option> = {
  name: ['Option', ({ name }) => prose(name, WHOLE, { bold: true })],
  verdict: ['', ({ verdict }) => [ours(verdict)]],
  for: ['For', (option) => prose(option.for, WHOLE)],
  against: ['Against', ({ against }) => prose(against, WHOLE)],
  claims: null,
};

const RISK: Columns<Risk> = {
  risk: ['Feared', ({ risk }) => prose(risk, WHOLE)],
  signal: ['One would notice', ({ signal }) => prose(signal, WHOLE)],
  rests: null,
};

function tableOf<Row>(columns: Columns<Row>, rows: readonly Row[]): Section {
  const shown = Object.values<Columns<Row>[keyof Row]>(columns).filter((column) => column !== null);
  return table(
    shown.map(([head]) => head),
    rows.map((row) => shown.map(([, cell]) => cell(row))),
  );
}

const STEP: Fields<Step, Inline, Context> = {
  title: (words) => [
    ...prose(words, WHOLE, { bold: true }),
    ...(words.trim().endsWith('.') ? [] : [bold('.')]),
    ours(' '),
  ],
  detail: (words) => prose(words, WHOLE),
  rests: (ids, _, { claims }) => {
    const whole = [ours(', '), reference('record.md#what-its-parts-rest-on', '…')];
    return from([...links(claims, ids.slice(0, STEP_CLAIMS)), ...(ids.length > STEP_CLAIMS ? whole : [])]);
  },
  undo: (words) => line` ${italic('Undo:')} ${prose(words, WHOLE)}`,
  owner: (owner, { date }) => {
    const by = owner === '' || date === '' ? [] : line`, ${prose(date, WHOLE)}`;
    const who = owner === '' ? prose(date, WHOLE) : [...prose(owner, WHOLE), ...by];
    return who.length === 0 ? [] : line` ${italic('Who:')} ${who}.`;
  },
  /** Stands beside the owner. */
  date: null,
};

const ASSUMPTION: Fields<Assumption, Inline, Context> = {
  question: (id, _, { design }) => {
    const asked = design.questions.find((each) => each.id === id)?.text;
    return asked === undefined ? [] : [named(asked, { italic: true }), ours(' ')];
  },
  text: (words) => prose(words, WHOLE),
  ifWrong: (words) => line` ${italic('If wrong:')} ${prose(words, WHOLE)}`,
};

/** Open points, with both positions where one is a difference that was not settled. */
const OPEN: Fields<Open, Block, Context> = {
  text: (words, { rests }, { claims }) => [
    bullets([line`${prose(words, WHOLE)}${from(links(claims, rests))}`]),
  ],
  difference: (label, _, { design }) => {
    const found = design.divergences.find(({ id }) => differenceLabel(id) === label);
    const positions = (found?.positions ?? []).map(({ statement }) => {
      const isWhole = found === undefined || statement.length <= POSITION_CHARACTERS;
      const rest = isWhole ? '' : line` (${recordLink(found.id)})`;
      return line`${prose(cutWords(statement, POSITION_CHARACTERS), WHOLE)}${rest}`;
    });
    return positions.length === 0 ? [] : [bullets(positions, 1)];
  },
  /** Stands beside the text. */
  rests: null,
};

function openPoint(point: Open, context: Context): Section {
  return toldFields(OPEN, point, context);
}

/** Adopted reasons, those first that most of the decision rests on, then those with a source. */
function reasons(design: Source, { decision, accounts }: Text): Line[] {
  const claims = claimsOf(design);
  const adopted = claims.filter(
    ({ id, kind }) =>
      kind === 'reason' &&
      accounts.some((account) => account.claim === id && account.disposition === 'adopted'),
  );
  const bearing = [
    ...decision.options.flatMap((option) => option.claims),
    ...[...decision.steps, ...decision.risks].flatMap(({ rests }) => rests),
  ].map((id) => finalAccount(accounts, id)?.claim);
  const weight = ({ id, citation }: LabelledClaim) =>
    bearing.filter((each) => each === id).length * 2 + (isEmpty(citation) ? 0 : 1);
  let room = REASON_CHARACTERS;
  return adopted
    .toSorted((one, other) => weight(other) - weight(one))
    .slice(0, MAX_REASONS)
    .filter(({ text }, index) => {
      room -= text.length;
      return index === 0 || room >= 0;
    })
    .map(
      (claim) =>
        line`${prose(claim.text, WHOLE)} (${sourceLine(design, claim)}; ${links(claims, [claim.id])})`,
    );
}

/** For all steps at once, so that it is said in one line. */
function nobodyNamed(steps: Decision['steps']): Section {
  const without = steps.flatMap(({ owner }, index) => (owner === '' ? [index + 1] : []));
  if (without.length === 0) return [];
  const which = without.length === steps.length ? 'any step' : `step ${without.join(', ')}`;
  return [lines([italic(`Nobody is named for ${which}.`)])];
}

/** An id stands only where it leads into the record. */
function links(claims: readonly LabelledClaim[], ids: readonly string[]): Inline[] {
  return recordLinks(ids.filter((id) => claims.some((claim) => claim.id === id)));
}

function from(linked: readonly Inline[]): Line {
  return linked.length === 0 ? [] : line` (${linked})`;
}

function italic(words: string): Inline {
  return ours(words, { italic: true });
}
