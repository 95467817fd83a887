import { isEmpty } from '../../citation/cited.ts';
import { differenceLabel } from '../../divergence/labels.ts';
import { claimsOf, type LabelledClaim } from '../../proposal/labels.ts';
import { type Decided, finalAccount } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { cutWords } from '../../vocabulary/text.ts';
import { block, inline, name } from '../render/escape.ts';
import { citationLine } from './citations.ts';
import { list, numbered, page, recordLink, section, tableMarkdown } from './pieces.ts';

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

/**
 * `decision.md`: the text that personas sign and people read, byte for byte (J9). A function of the decision and of what
 * was on record before it, never of what came after. It names no participant: facilitators read it as well (J3).
 */
export function decisionMarkdown(design: Source, { decision, accounts }: Text): string {
  const { title, sentence, paragraph, options, steps, risks, assumptions } = decision;
  const mark = rehearsalMark(design, 'afterwards');
  const claims = claimsOf(design);
  const link = (ids: readonly string[]) => links(claims, ids);
  return page(
    mark === '' ? '' : `> **${mark}**`,
    `### ${inline(title)}`,
    `**${inline(sentence)}**`,
    block(paragraph),
    section('### For you to decide', ...openPoints(design, decision, link)),
    section('### Why', reasons(design, decision, accounts)),
    section(
      '### Options',
      tableMarkdown(
        ['Option', '', 'For', 'Against'],
        options.map(({ name: option, verdict, for: pro, against }) => [
          `**${inline(option)}**`,
          verdict,
          inline(pro),
          inline(against),
        ]),
      ),
    ),
    section('### Steps', numbered(steps.map((step) => stepText(step, link))), nobodyNamed(steps)),
    section(
      '### What was feared, and how one would notice',
      tableMarkdown(
        ['Feared', 'One would notice'],
        risks.map(({ risk, signal }) => [inline(risk), inline(signal)]),
      ),
    ),
    section('### Guesses', list(assumptions.map((each) => guess(design, each)))),
  );
}

/** What is open, with both positions where it is a difference that was not settled. */
function openPoints(
  { divergences }: Source,
  decision: Decision,
  link: (ids: readonly string[]) => string,
): string[] {
  return decision.open.map(({ text, difference, rests }) => {
    const found = divergences.find(({ id }) => differenceLabel(id) === difference);
    const positions = (found?.positions ?? []).map(({ statement }) => {
      const whole =
        found === undefined || statement.length <= POSITION_CHARACTERS ? '' : ` (${recordLink(found.id)})`;
      return `  - ${inline(cutWords(statement, POSITION_CHARACTERS))}${whole}`;
    });
    return [`- ${inline(text)}${from(link(rests))}`, ...positions].join('\n');
  });
}

/** Adopted reasons, those first that most of the decision rests on, then those with a source. */
function reasons(design: Source, decision: Decision, accounts: Text['accounts']): string {
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
  let room = REASON_CHARACTERS;
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
): string {
  const more = rests.length > STEP_CLAIMS ? ', […](record.md#what-its-parts-rest-on)' : '';
  const ground = `${link(rests.slice(0, STEP_CLAIMS))}${more}`;
  const given = [owner, date].filter((each) => each !== '').map(inline);
  const who = given.length === 0 ? '' : ` *Who:* ${given.join(', ')}.`;
  return `**${inline(title).replace(/\.$/, '')}.** ${inline(detail)}${from(ground)} *Undo:* ${inline(undo)}${who}`;
}

/** For all steps at once, so that it is said in one line. */
function nobodyNamed(steps: Decision['steps']): string {
  const without = steps.flatMap(({ owner }, index) => (owner === '' ? [index + 1] : []));
  if (without.length === 0) return '';
  const which = without.length === steps.length ? 'any step' : `step ${without.join(', ')}`;
  return `*Nobody is named for ${which}.*`;
}

function guess({ questions }: Source, { question, text, ifWrong }: Decision['assumptions'][number]): string {
  const asked = questions.find(({ id }) => id === question)?.text;
  const about = asked === undefined ? '' : `*${name(asked)}* `;
  return `${about}${inline(text)} *If wrong:* ${inline(ifWrong)}`;
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
