import { isEmpty } from '../../citation/cited.ts';
import { differenceLabel } from '../../divergence/labels.ts';
import type { LabelledClaim } from '../../proposal/labels.ts';
import { finalAccount } from '../../synthesis/decided.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { cutWords } from '../../vocabulary/text.ts';
import {
  type Block,
  bullets,
  type Inline,
  type Line,
  line,
  lines,
  list,
  numbered,
  prose,
  proseBlock,
  type Section,
  title,
  under,
  WHOLE,
} from '../document.ts';
import { citationWords, sourceLine } from '../facts/citation.ts';
import { recordLink } from '../facts/claims.ts';
import { type Fields, toldFields } from '../facts/fields.ts';
import {
  ASSUMPTION,
  type Columns,
  type Context,
  from,
  headed,
  italic,
  links,
  OPTION,
  type Risk,
  type Source,
  STEP,
  type Step,
  type Text,
  tableOf,
} from './decision-pieces.ts';

/** Reasons that a reader takes in, and characters of all together, some 65 words: the others stand in the record. */
const [MAX_REASONS, REASON_CHARACTERS] = [5, 400];
/** Enough of a position to know what is open. */
const POSITION_CHARACTERS = 160;

type Open = Decision['open'][number];

/** The layout of `decision.md` in bundles of format 4, in which nothing is composed any more: its bytes stay as they are. */
export function decisionLayout4(design: Source, text: Text, claims: readonly LabelledClaim[]): Section {
  return toldFields(DECISION, text.decision, { design, claims, whys: reasons(design, text, claims) });
}

const DECISION: Fields<Decision, Block, Context> = {
  title: (words) => [title(3, prose(words, WHOLE))],
  sentence: (words) => [lines(prose(words, WHOLE, { bold: true }))],
  paragraph: (words) => [proseBlock(words, WHOLE)],
  open: (points, _, context) =>
    under(headed('For you to decide'), ...points.map((point) => toldFields(OPEN, point, context))),
  options: (options, _, { whys }) => [
    ...under(headed('Why'), list(whys)),
    ...under(headed('Options'), tableOf(OPTION, options)),
  ],
  steps: (steps, _, context) =>
    under(
      headed('Steps'),
      numbered(steps.map((step) => toldFields(WHOLE_STEP, step, context))),
      nobodyNamed(steps),
    ),
  risks: (risks) => under(headed('What was feared, and how one would notice'), tableOf(RISK, risks)),
  assumptions: (all, _, context) =>
    under(headed('Guesses'), list(all.map((each) => toldFields(ASSUMPTION, each, context)))),
  revisitIf: null,
};

const RISK: Columns<Risk> = {
  risk: ['Feared', ({ risk }) => prose(risk, WHOLE)],
  signal: ['One would notice', ({ signal }) => prose(signal, WHOLE)],
  rests: null,
};

const WHOLE_STEP: Fields<Step, Inline, Context> = {
  title: STEP.title,
  detail: STEP.detail,
  rests: STEP.rests,
  undo: STEP.undo,
  owner: (owner, { date }) => {
    const by = owner === '' || date === '' ? [] : line`, ${prose(date, WHOLE)}`;
    const who = owner === '' ? prose(date, WHOLE) : [...prose(owner, WHOLE), ...by];
    return who.length === 0 ? [] : line` ${italic('Who:')} ${who}.`;
  },
  /** Stands beside the owner. */
  date: null,
  named: null,
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

/** Adopted reasons, those first that most of the decision rests on, then those with a source. */
function reasons(design: Source, { decision, accounts }: Text, claims: readonly LabelledClaim[]): Line[] {
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
        line`${prose(claim.text, WHOLE)} (${sourceLine(design, claim, citationWords(undefined))}; ${links(claims, [claim.id])})`,
    );
}

/** For all steps at once, so that it is said in one line. */
function nobodyNamed(steps: Decision['steps']): Section {
  const without = steps.flatMap(({ owner }, index) => (owner === '' ? [index + 1] : []));
  if (without.length === 0) return [];
  const which = without.length === steps.length ? 'any step' : `step ${without.join(', ')}`;
  return [lines([italic(`Nobody is named for ${which}.`)])];
}
