import { isEmpty } from '../citation/cited.ts';
import type { Design } from '../design.ts';
import { differenceLabel } from '../divergence/labels.ts';
import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import { rehearsalMark } from '../rehearsal.ts';
import type { Decision, DecisionLayout } from '../submission.ts';
import { type Decided, finalAccount } from '../synthesis/decided.ts';
import { cutWords } from '../text.ts';
import { citationLine } from './citations.ts';
import { block, inline, name } from './markdown.ts';
import { list, numbered, page, recordLink, section, tableMarkdown } from './pieces.ts';

/** Reasons that a reader takes in; the others stand in the record. */
const MAX_REASONS = 5;
/** What the layouts differ in; a new difference is a new layout. */
const LAYOUTS = {
  1: {
    groundInTables: true,
    reasonCharacters: Number.POSITIVE_INFINITY,
    positionCharacters: Number.POSITIVE_INFINITY,
    stepClaims: Number.POSITIVE_INFINITY,
    undo: 'To undo it',
    ifWrong: 'If this is wrong',
  },
  /** For one page: `reasonCharacters` are those of all together, some 65 words; the record has what is left out. */
  2: {
    groundInTables: false,
    reasonCharacters: 400,
    positionCharacters: 160,
    stepClaims: 3,
    undo: 'Undo',
    ifWrong: 'If wrong',
  },
} as const satisfies Record<DecisionLayout, unknown>;
type Layout = (typeof LAYOUTS)[DecisionLayout];

type Source = Pick<
  Design,
  | 'drawnOrder'
  | 'letters'
  | 'proposals'
  | 'divergences'
  | 'questions'
  | 'repository'
  | 'rehearsal'
  | 'participants'
>;
type Text = Pick<Decided, 'decision' | 'accounts' | 'layout'>;

/**
 * `decision.md`: the text that personas sign and people read, byte for byte (J9). A function of the decision and of what
 * was on record before it, never of what came after. It names no participant: facilitators read it as well (J3).
 */
export function decisionMarkdown(design: Source, { decision, accounts, layout: number }: Text): string {
  const { title, sentence, paragraph, options, steps, risks, assumptions } = decision;
  const mark = rehearsalMark(design, 'afterwards');
  const layout = LAYOUTS[number];
  const claims = claimsOf(design);
  const link = (ids: readonly string[]) => links(claims, ids);
  const inTable = (ids: readonly string[]) => (layout.groundInTables ? from(link(ids)) : '');
  return page(
    mark === '' ? '' : `> **${mark}**`,
    `### ${inline(title)}`,
    `**${inline(sentence)}**`,
    block(paragraph),
    section('### For you to decide', ...openPoints(design, decision, link, layout)),
    section('### Why', reasons(design, decision, accounts, layout)),
    section(
      '### Options',
      tableMarkdown(
        ['Option', '', 'For', 'Against'],
        options.map(({ name: option, verdict, for: pro, against, claims: its }) => [
          `**${inline(option)}**${inTable(its)}`,
          verdict,
          inline(pro),
          inline(against),
        ]),
      ),
    ),
    section('### Steps', numbered(steps.map((step) => stepText(step, link, layout))), nobodyNamed(steps)),
    section(
      '### What was feared, and how one would notice',
      tableMarkdown(
        ['Feared', 'One would notice'],
        risks.map(({ risk, signal, rests }) => [`${inline(risk)}${inTable(rests)}`, inline(signal)]),
      ),
    ),
    section('### Guesses', list(assumptions.map((each) => guess(design, each, layout)))),
  );
}

/** What is open, with both positions where it is a difference that was not settled. */
function openPoints(
  { divergences }: Source,
  decision: Decision,
  link: (ids: readonly string[]) => string,
  { positionCharacters: most }: Layout,
): string[] {
  return decision.open.map(({ text, difference, rests }) => {
    const found = divergences.find(({ id }) => differenceLabel(id) === difference);
    const positions = (found?.positions ?? []).map(({ statement }) => {
      const whole = found === undefined || statement.length <= most ? '' : ` (${recordLink(found.id)})`;
      return `  - ${inline(cutWords(statement, most))}${whole}`;
    });
    return [`- ${inline(text)}${from(link(rests))}`, ...positions].join('\n');
  });
}

/** Adopted reasons, those first that most of the decision rests on, then those with a source. */
function reasons(
  design: Source,
  decision: Decision,
  accounts: Text['accounts'],
  { reasonCharacters }: Layout,
): string {
  const claims = claimsOf(design);
  const named = [
    ...decision.options.flatMap((option) => option.claims),
    ...[...decision.steps, ...decision.risks].flatMap(({ rests }) => rests),
  ].map((id) => finalAccount(accounts, id)?.claim);
  const weight = ({ id, citation }: LabelledClaim) =>
    named.filter((each) => each === id).length * 2 + (isEmpty(citation) ? 0 : 1);
  const adopted = claims.filter(
    ({ id, kind }) =>
      kind === 'reason' &&
      accounts.some((account) => account.claim === id && account.disposition === 'adopted'),
  );
  let room: number = reasonCharacters;
  const shown = adopted
    .toSorted((one, other) => weight(other) - weight(one))
    .slice(0, MAX_REASONS)
    .filter(({ text }, index) => {
      room -= text.length;
      return index === 0 || room >= 0;
    });
  return list(
    shown.map(
      (claim) => `${inline(claim.text)} (${citationLine(design, claim)}; ${links(claims, [claim.id])})`,
    ),
  );
}

function stepText(
  { title, detail, undo, owner, date, rests }: Decision['steps'][number],
  link: (ids: readonly string[]) => string,
  layout: Layout,
): string {
  const more = rests.length > layout.stepClaims ? ', […](record.md#what-its-parts-rest-on)' : '';
  const ground = `${link(rests.slice(0, layout.stepClaims))}${more}`;
  const given = [owner, date].filter((each) => each !== '').map(inline);
  const who = given.length === 0 ? '' : ` *Who:* ${given.join(', ')}.`;
  return `**${inline(title).replace(/\.$/, '')}.** ${inline(detail)}${from(ground)} *${layout.undo}:* ${inline(undo)}${who}`;
}

/** For all steps at once, so that it is said in one line. */
function nobodyNamed(steps: Decision['steps']): string {
  const without = steps.flatMap(({ owner }, index) => (owner === '' ? [index + 1] : []));
  if (without.length === 0) return '';
  const which = without.length === steps.length ? 'any step' : `step ${without.join(', ')}`;
  return `*Nobody is named for ${which}.*`;
}

function guess(
  { questions }: Source,
  { question, text, ifWrong }: Decision['assumptions'][number],
  layout: Layout,
): string {
  const asked = questions.find(({ id }) => id === question)?.text;
  const about = asked === undefined ? '' : `*${name(asked)}* `;
  return `${about}${inline(text)} *${layout.ifWrong}:* ${inline(ifWrong)}`;
}

/** An id stands only where it leads into the record. */
function links(claims: readonly LabelledClaim[], ids: readonly string[]): string {
  return ids
    .filter((id) => claims.some((claim) => claim.id === id))
    .map(recordLink)
    .join(', ');
}

function from(linked: string): string {
  return linked === '' ? '' : ` (${linked})`;
}
