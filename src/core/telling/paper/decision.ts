import { claimsOf, type LabelledClaim } from '../../proposal/labels.ts';
import type { Decided } from '../../synthesis/decided.ts';
import { reasonsFor } from '../../synthesis/reasons.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { cutWords } from '../../vocabulary/text.ts';
import {
  alert,
  type Block,
  bold,
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
import { type Fields, toldFields } from '../facts/fields.ts';
import { fileMarkdown } from '../render/markdown.ts';
import { type Context, from, italic, links, type Source } from './decision-pieces.ts';
import { openPoints } from './open-points.ts';

/** Reasons that a reader takes in, and characters of all together, some 55 words: the others stand in the record. */
const [MAX_REASONS, REASON_CHARACTERS] = [5, 340];
/** Claims that a step names. */
const STEP_CLAIMS = 2;
/** Enough of somebody's words to know who was named for a step. */
const NAMED_CHARACTERS = 120;

type Option = Decision['options'][number];
type Step = Decision['steps'][number];
type Risk = Decision['risks'][number];
type Assumption = Decision['assumptions'][number];
type Revisit = Decision['revisitIf'][number];
type Text = Pick<Decided, 'decision' | 'accounts'>;

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
  return [
    ...(mark === '' ? [] : [alert('warning', mark, WHOLE)]),
    ...toldFields(DECISION, text.decision, { design, claims, whys: reasons(design, text, claims) }),
  ];
}

const DECISION: Fields<Decision, Block, Context> = {
  title: (words) => [title(3, prose(words, WHOLE))],
  sentence: (words) => [lines(prose(words, WHOLE, { bold: true }))],
  paragraph: (words) => [proseBlock(words, WHOLE)],
  open: (points, _, context) => under(headed('For you to decide'), openPoints(points, context)),
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
  risks: (risks) => under(headed('Risks'), tableOf(RISK, risks)),
  assumptions: (all, _, context) =>
    under(headed('Assumptions'), list(all.map((each) => toldFields(ASSUMPTION, each, context)))),
  revisitIf: (facts) =>
    under(headed('What would change it'), list(facts.map((each) => toldFields(REVISIT, each, undefined)))),
};

/** A column for each field that the page has room for; what a part rests on stands in the record. */
type Columns<Row> = {
  readonly [Field in keyof Row]-?: readonly [head: string, (row: Row) => Line] | null;
};

const OPTION: Columns<Option> = {
  name: [
    'Option',
    ({ name, verdict }) => line`${prose(name, WHOLE, { bold: true })} ${italic(`(${verdict})`)}`,
  ],
  verdict: null,
  for: ['For', (option) => prose(option.for, WHOLE)],
  against: ['Against', ({ against }) => prose(against, WHOLE)],
  covers: null,
  claims: null,
};

const RISK: Columns<Risk> = {
  risk: ['Risk', ({ risk }) => prose(risk, WHOLE)],
  signal: ['How to notice it', ({ signal }) => prose(signal, WHOLE)],
  rests: null,
};

const ASSUMPTION: Fields<Assumption, Inline, Context> = {
  question: (id, _, { design }) => {
    const asked = design.questions.find((each) => each.id === id)?.text;
    return asked === undefined ? [] : [named(asked, { italic: true }), ours(' ')];
  },
  text: (words) => prose(words, WHOLE),
  ifWrong: (words) => line` ${italic('If wrong:')} ${prose(words, WHOLE)}`,
};

const REVISIT: Fields<Revisit, Inline> = {
  fact: (words) => prose(words, WHOLE),
  where: (words) => line` ${italic('Where:')} ${prose(words, WHOLE)}`,
  until: (words) => line` · ${italic('Until:')} ${prose(words, WHOLE)}`,
};

const STEP: Fields<Step, Inline, Context> = {
  title: (words) => [
    ...prose(words, WHOLE, { bold: true }),
    ...(words.trim().endsWith('.') ? [] : [bold('.')]),
    ours(' '),
  ],
  detail: (words) => prose(words, WHOLE),
  rests: (ids, _, context) => restsNamed(ids, context, STEP_CLAIMS),
  undo: (words) => line` ${italic('Undo:')} ${prose(words, WHOLE)}`,
  owner: (_, step) => {
    const who = whoLine(step);
    return who.length === 0 ? [] : line` ${italic('Who:')} ${who}`;
  },
  /** Both stand beside the owner. */
  date: null,
  named: null,
};

/** `Ana, by Friday (“Ana does that until Friday”).` Nothing without the words of a person that say so (J12). */
function whoLine({ owner, date, named: said }: Step): Line {
  if (!isNamed({ owner, date, named: said })) return [];
  const by = owner === '' || date === '' ? [] : line`, ${prose(date, WHOLE)}`;
  const who = owner === '' ? prose(date, WHOLE) : [...prose(owner, WHOLE), ...by];
  return line`${who} (“${named(cutWords(said.quote, NAMED_CHARACTERS))}”).`;
}

function isNamed({ owner, date, named: said }: Pick<Step, 'owner' | 'date' | 'named'>): boolean {
  return said.quote !== '' && owner + date !== '';
}

/** For all steps at once, so that it is said in one line. */
function nobodyNamed(steps: Decision['steps']): Section {
  const without = steps.flatMap((step, index) =>
    step.owner !== '' && isNamed(step) ? [] : [String(index + 1)],
  );
  if (without.length === 0) return [];
  const which = without.length === steps.length ? 'any step' : `step ${without.join(', ')}`;
  return [lines([italic(`Nobody named for ${which}.`)])];
}

function tableOf<Row>(columns: Columns<Row>, rows: readonly Row[]): Section {
  const shown = Object.values<Columns<Row>[keyof Row]>(columns).filter((column) => column !== null);
  return table(
    shown.map(([head]) => head),
    rows.map((row) => shown.map(([, cell]) => cell(row))),
  );
}

/** Names the claims that a step rests on; those beyond `most` stand in the record. */
function restsNamed(ids: readonly string[], { claims }: Context, most: number): Line {
  const whole = [ours(', '), reference('record.md#what-its-parts-rest-on', '…')];
  return from([...links(claims, ids.slice(0, most)), ...(ids.length > most ? whole : [])]);
}

function headed(words: string): Block {
  return title(3, [ours(words)]);
}

/** The strongest reasons with their sources, as far as a page has room for them. */
function reasons(design: Source, text: Text, claims: readonly LabelledClaim[]): Line[] {
  let room = REASON_CHARACTERS;
  return reasonsFor(design, text)
    .slice(0, MAX_REASONS)
    .filter(({ text: words }, index) => {
      room -= words.length;
      return index === 0 || room >= 0;
    })
    .map(
      (claim) =>
        line`${prose(claim.text, WHOLE)}${from([...sourceLine(design, claim), ...line`; ${links(claims, [claim.id])}`])}`,
    );
}
