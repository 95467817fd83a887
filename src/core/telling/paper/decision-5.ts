import type { LabelledClaim } from '../../proposal/labels.ts';
import { reasonsFor } from '../../synthesis/reasons.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { cutWords } from '../../vocabulary/text.ts';
import {
  type Block,
  type Inline,
  type Line,
  line,
  lines,
  list,
  named,
  numbered,
  prose,
  proseBlock,
  type Section,
  title,
  under,
  WHOLE,
} from '../document.ts';
import { sourceLine } from '../facts/citation.ts';
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
  type Option,
  type Risk,
  restsNamed,
  type Source,
  STEP,
  type Step,
  type Text,
  tableOf,
} from './decision-pieces.ts';
import { openPoints } from './open-points.ts';

/** Reasons that a reader takes in, and characters of all together, some 55 words: the others stand in the record. */
const [MAX_REASONS, REASON_CHARACTERS] = [5, 340];
/** Claims that a step names. */
const STEP_CLAIMS = 2;
/** Enough of somebody's words to know who was named for a step. */
const NAMED_CHARACTERS = 120;

type Revisit = Decision['revisitIf'][number];

/** The layout of `decision.md` in bundles of format 5. */
export function decisionLayout5(design: Source, text: Text, claims: readonly LabelledClaim[]): Section {
  return toldFields(DECISION, text.decision, { design, claims, whys: reasons(design, text, claims) });
}

const DECISION: Fields<Decision, Block, Context> = {
  title: (words) => [title(3, prose(words, WHOLE))],
  sentence: (words) => [lines(prose(words, WHOLE, { bold: true }))],
  paragraph: (words) => [proseBlock(words, WHOLE)],
  open: (points, _, context) => under(headed('For you to decide'), openPoints(points, context)),
  options: (options, _, { whys }) => [
    ...under(headed('Why'), list(whys)),
    ...under(headed('Options'), tableOf(VERDICT_BESIDE_NAME, options)),
  ],
  steps: (steps, _, context) =>
    under(
      headed('Steps'),
      numbered(steps.map((step) => toldFields(WHOLE_STEP, step, context))),
      nobodyNamed(steps),
    ),
  risks: (risks) => under(headed('Risks'), tableOf(RISK, risks)),
  assumptions: (all, _, context) =>
    under(headed('Assumptions'), list(all.map((each) => toldFields(ASSUMPTION, each, context)))),
  revisitIf: (facts) =>
    under(headed('What would change it'), list(facts.map((each) => toldFields(REVISIT, each, undefined)))),
};

const VERDICT_BESIDE_NAME: Columns<Option> = {
  ...OPTION,
  name: [
    'Option',
    ({ name, verdict }) => line`${prose(name, WHOLE, { bold: true })} ${italic(`(${verdict})`)}`,
  ],
  verdict: null,
};

const RISK: Columns<Risk> = {
  risk: ['Risk', ({ risk }) => prose(risk, WHOLE)],
  signal: ['How to notice it', ({ signal }) => prose(signal, WHOLE)],
  rests: null,
};

const REVISIT: Fields<Revisit, Inline> = {
  fact: (words) => prose(words, WHOLE),
  where: (words) => line` ${italic('Where:')} ${prose(words, WHOLE)}`,
  until: (words) => line` · ${italic('Until:')} ${prose(words, WHOLE)}`,
};

const WHOLE_STEP: Fields<Step, Inline, Context> = {
  title: STEP.title,
  detail: STEP.detail,
  rests: (ids, _, context) => restsNamed(ids, context, STEP_CLAIMS),
  undo: STEP.undo,
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
