import { otherWays, proposalLetters } from '../decision/check-base.ts';
import { changesSomething } from '../decision/check-changes.ts';
import { decidedIn } from '../decision/decided.ts';
import { decidingOpen } from '../decision/fates.ts';
import { findingsOf, findingsToConfirm } from '../decision/findings.ts';
import { leftOutOf } from '../decision/people.ts';
import { toAnswer } from '../decision/to-answer.ts';
import { claimsShown, differenceLabel, NONE, positionLabel, shownClaims } from '../differences/labels.ts';
import { isUnsettled, openForPeople } from '../differences/sides.ts';
import { foundAlone } from '../proposals/cited.ts';
import { claimsOf } from '../proposals/labels.ts';
import { isAssumed } from '../questions/questions.ts';
import { sentencesSaid } from '../questions/sentences-said.ts';
import type { Design } from '../vocabulary/design.ts';
import { isDayOver } from '../vocabulary/figures.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import type { Change, Composite, Decision, Revision, Submission } from '../vocabulary/submission.ts';
import { cutText } from '../vocabulary/text.ts';

/** What code did for the author, in a few words each. */
type Marks = string[];
type Kept = { readonly submission: Submission; readonly derived: readonly string[] };

/**
 * A submission whose bookkeeping is done by code, so that it costs nobody a decision at the last try: references with one possible
 * meaning, lists without the names that mean nothing if something is left, order, and rows that follow from the record. Never a
 * confidence, a verdict in favour of the text, a quotation, a fate or the base.
 */
export function withBookkeeping(design: Design, author: ParticipantId, submission: Submission): Kept {
  const marks: Marks = [];
  return { submission: keptFor(design, author, submission, marks), derived: marks };
}

function keptFor(design: Design, author: ParticipantId, given: Submission, marks: Marks): Submission {
  const claims = claimsOf(design);
  const ids = claims.map(({ id }) => id);
  switch (given.tool) {
    case 'map_divergences': {
      const { agreements, divergences, lone } = given.input;
      const placed = (each: { statement: string; claims: string[] }) => ({
        ...each,
        claims: namesIn(each.claims, ids, 'claims', marks),
      });
      const alone = foundAlone(claims).map(({ id }) => id);
      const input = {
        ...given.input,
        agreements: agreements.map(placed),
        divergences: divergences.map((each) => ({ ...each, positions: each.positions.map(placed) })),
        lone: rowsOf(lone, 'claim', alone, 'lone', marks),
      };
      return { ...given, input };
    }
    case 'argue':
      return { ...given, input: { ...given.input, points: pointsKept(design, given.input.points, marks) } };
    case 'submit_composite':
      return { ...given, input: draftKept(design, given.input, marks) };
    case 'submit_revision':
      return { ...given, input: revisionKept(design, given.input, marks) };
    case 'confirm_revision': {
      const asked = findingsToConfirm(design).map(({ id }) => id);
      const findings = rowsOf(given.input.findings, 'finding', asked, 'findings', marks);
      return { ...given, input: { ...given.input, findings } };
    }
    case 'sign': {
      const own = claims.flatMap(({ id, participant }) => (participant === author ? [id] : []));
      const contradicted = rowsOf(given.input.contradicted, 'claim', own, 'contradicted', marks);
      return { ...given, input: { ...given.input, contradicted } };
    }
    default:
      return given;
  }
}

type Points = Extract<Submission, { tool: 'argue' }>['input']['points'];

/** With the strongest claim of another position first among those that a point answers. */
function pointsKept(design: Design, points: Points, marks: Marks): Points {
  const { divergences } = design;
  const shown = claimsShown(design).flatMap(({ name, id }) => [name, id]);
  const strongest = divergences.flatMap((each) =>
    each.positions.flatMap(({ id }) =>
      shownClaims(design, each, id)
        .slice(0, 1)
        .flatMap((claim) => [claim.name, claim.id]),
    ),
  );
  const labels = divergences.flatMap(({ id, positions }) =>
    positions.map((each) => positionLabel(id, each.id)),
  );
  const known = divergences.map(({ id }) => differenceLabel(id));
  return rowsOf(points, 'difference', known, 'points', marks).map((point) => {
    const now = meantBy(point.now, [...labels, NONE]) ?? point.now;
    const addresses = namesIn(point.addresses, shown, 'addresses', marks);
    const first = addresses.filter((name) => strongest.includes(name) && !name.startsWith(now));
    return {
      ...point,
      now,
      addresses: [...new Set([...first, ...addresses])],
      changedBy: namesIn(point.changedBy, shown, 'changedBy', marks, 'may be empty'),
    };
  });
}

function draftKept(design: Design, input: Composite, marks: Marks): Composite {
  const letters = proposalLetters(design);
  const given = rowsOf(input.weighed, 'proposal', letters, 'weighed', marks);
  const missing = letters.filter((letter) => !given.some(({ proposal }) => proposal === letter));
  if (missing.length > 0) marks.push(`\`weighed\`: ${missing.join(', ')} added, in the proposal's own words`);
  const weighed = [...given, ...missing.map((letter) => ownWords(design, letter))];
  const others = claimsOf(design).flatMap(({ id, label }) => (label === input.base ? [] : [id]));
  return {
    ...input,
    weighed,
    taken: rowsOf(input.taken, 'claim', others, 'taken', marks),
    decision: decisionKept(design, { ...input, weighed }, marks),
  };
}

const [REASON_CHARACTERS, OPTION_CHARACTERS] = [400, 200];

/** What a proposal says for and against itself. */
function ownWords(design: Design, letter: string): Composite['weighed'][number] {
  const own = claimsOf(design).filter(({ label }) => label === letter);
  const [against] = own.filter(({ kind }) => kind === 'risk' || kind === 'cost');
  const words = (text: string) => cutText(text, REASON_CHARACTERS, '…');
  return { best: words(own[0]?.text ?? ''), against: words(against?.text ?? ''), proposal: letter };
}

function decisionKept(design: Design, { decision, base, weighed }: Composite, marks: Marks): Decision {
  const open = openKept(design, decision.open, marks);
  const ids = groundsIn(design);
  const undecided = decidingOpen(design, { ...decision, open }).flatMap(({ claims }) => claims);
  const rests = namesIn(
    decision.rests,
    ids.filter((id) => !undecided.includes(id)),
    'rests',
    marks,
  );
  const steps = decision.steps.map((step, index) => {
    const named = namesIn(step.rests, ids, `step ${index + 1}`, marks);
    if (named.length > 0) return { ...step, rests: named };
    marks.push(`step ${index + 1}: rests on what the decision rests on`);
    return { ...step, rests };
  });
  const revisitIf = decision.revisitIf.filter(({ until }) => !isDayOver(until, design.startedAt));
  if (revisitIf.length < decision.revisitIf.length) marks.push('`revisitIf`: a day that is over left out');
  const assumptions = assumptionsKept(design, decision.assumptions, marks);
  const kept = { ...decision, open, rests, steps, assumptions, revisitIf };
  return { ...kept, rejected: rejectedKept(design, kept, { base, weighed }, marks) };
}

/** Claims and people's sentences. */
function groundsIn(design: Design): string[] {
  return [...claimsOf(design).map(({ id }) => id), ...sentencesSaid(design).map(({ name }) => name)];
}

function rejectedKept(
  design: Design,
  decision: Decision,
  { base, weighed }: Pick<Composite, 'base' | 'weighed'>,
  marks: Marks,
): Decision['rejected'] {
  const seen = new Set<string>();
  const rejected = decision.rejected.map((way) => {
    const named = namesIn(way.proposals, proposalLetters(design), 'rejected', marks, 'may be empty');
    const proposals = named.filter((letter) => !seen.has(letter));
    for (const letter of proposals) seen.add(letter);
    return { ...way, proposals };
  });
  const missing = otherWays(design, base, decision).filter((letter) => !seen.has(letter));
  return [
    ...rejected,
    ...missing.flatMap((letter) => {
      const its = weighed.find(({ proposal }) => proposal === letter);
      const author = claimsOf(design).find(({ label }) => label === letter)?.participant;
      const headline = design.proposals.find(({ participant }) => participant === author)?.proposal.headline;
      if (its === undefined || headline === undefined) return [];
      marks.push(`\`rejected\`: ${letter} added, from \`weighed\``);
      const option = cutText(headline, OPTION_CHARACTERS, '…');
      return [{ option, reason: its.best, outweighed: its.against, proposals: [letter] }];
    }),
  ];
}

function assumptionsKept(
  design: Design,
  given: Decision['assumptions'],
  marks: Marks,
): Decision['assumptions'] {
  const { questions } = design;
  const known = questions.map(({ id }) => id);
  const kept = given.map((each) => {
    if (each.question === '') return each;
    const question = meantBy(each.question, known) ?? '';
    if (question !== each.question)
      marks.push(`\`assumptions\`: ${each.question} is ${question || 'no question'}`);
    return { ...each, question };
  });
  const missing = questions.filter(
    (question) => isAssumed(question) && !kept.some((each) => each.question === question.id),
  );
  if (missing.length > 0)
    marks.push(`\`assumptions\`: ${missing.map(({ id }) => id).join(', ')} added, as asked`);
  return [
    ...kept,
    ...missing.map(({ id, assumption, why }) => ({ question: id, text: assumption, ifWrong: why })),
  ];
}

function openKept(design: Design, given: Decision['open'], marks: Marks): Decision['open'] {
  const known = design.divergences.filter(isUnsettled).map(({ id }) => differenceLabel(id));
  const kept = given.map((each) => {
    if (each.difference === '') return each;
    const difference = meantBy(each.difference, known) ?? '';
    if (difference !== each.difference)
      marks.push(`\`open\`: ${each.difference} is ${difference || 'no open difference'}`);
    return { ...each, difference };
  });
  const missing = openForPeople(design).filter(
    ({ id }) => !kept.some(({ difference }) => difference === differenceLabel(id)),
  );
  if (missing.length > 0)
    marks.push(
      `\`open\`: ${missing.map(({ id }) => differenceLabel(id)).join(', ')} added, at the cost on the map`,
    );
  return [...kept, ...missing.map(({ id, cost }) => ({ difference: differenceLabel(id), text: cost }))];
}

/** A finding or a contradicted person that no change names, or of whom nothing is said, is left open. */
function revisionKept(design: Design, input: Revision, marks: Marks): Revision {
  const before = decidedIn(design)?.decision;
  if (before === undefined) return input;
  const names = toAnswer(design).map(({ name }) => name);
  const ids = groundsIn(design);
  const changes = input.changes.flatMap((change): Change[] => {
    const kept = {
      ...change,
      answers: namesIn(change.answers, names, 'answers', marks),
      number: /\d+/.exec(change.number)?.[0] ?? change.number,
      rests: change.part === 'rejected' ? change.rests : namesIn(change.rests, ids, 'rests', marks),
    };
    if (changesSomething(before, kept)) return [kept];
    marks.push(`\`changes\`: one that changes nothing left out`);
    return [];
  });
  const left = leftOutOf(design);
  const owed = [
    ...findingsOf(design).map(({ id }) => id),
    ...left.flatMap(({ name, fate }) => (fate === 'contradicted' ? [name] : [])),
  ];
  const known = [...owed, ...left.map(({ name }) => name)];
  const given = rowsOf(input.findings, 'finding', [...new Set(known)], 'findings', marks);
  const answered = new Set([
    ...changes.flatMap(({ answers }) => answers),
    ...design.revisions.flatMap(({ revision }) => revision.changes.flatMap(({ answers }) => answers)),
  ]);
  const findings = given.map((each) => {
    if (each.done === 'left_open' || answered.has(each.finding)) return each;
    marks.push(`\`findings\`: ${each.finding} left open, since no change names it`);
    return { ...each, done: 'left_open' as const };
  });
  const missing = owed.filter((id) => !given.some(({ finding }) => finding === id));
  if (missing.length > 0) marks.push(`\`findings\`: ${missing.join(', ')} left open, since nothing is said`);
  const unsaid = missing.map((finding) => {
    return { finding, where: 'Nothing was said about it.', done: 'left_open' as const };
  });
  return { ...input, changes, findings: [...findings, ...unsaid] };
}

/** Rows whose name is known, each once; a name with one possible meaning is replaced by it. */
function rowsOf<Key extends string, Row extends Readonly<Record<Key, string>>>(
  rows: readonly Row[],
  key: Key,
  known: readonly string[],
  list: string,
  marks: Marks,
): Row[] {
  const kept = new Map<string, Row>();
  for (const row of rows) {
    const name = meantBy(row[key], known);
    if (name !== null && !kept.has(name)) kept.set(name, { ...row, [key]: name });
    if (name !== row[key])
      marks.push(`\`${list}\`: ${row[key]} ${name === null ? 'left out' : `is ${name}`}`);
  }
  return [...kept.values()];
}

/** Known names of a list, each once. If nothing would be left, the list stays unless it `may be empty`. */
function namesIn(
  names: readonly string[],
  known: readonly string[],
  list: string,
  marks: Marks,
  empty?: 'may be empty',
): string[] {
  const meant = [...new Set(names.map((name) => meantBy(name, known)).filter((name) => name !== null))];
  if (meant.length === 0 && empty === undefined) return [...names];
  if (meant.join() !== names.join())
    marks.push(`\`${list}\`: ${names.join(', ')} read as ${meant.join(', ') || 'none'}`);
  return meant;
}

/** The one known name that a name can mean: `A1` and `claim a-1` mean `A-1`, `D1` means `1`; else `null`. */
function meantBy(name: string, known: readonly string[]): string | null {
  if (known.includes(name)) return name;
  const letters = lettersOf(name.trim().split(/\s+/).at(-1) ?? '');
  const meant = known.filter((each) => [letters, letters.replace(/^d/, '')].includes(lettersOf(each)));
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}.]/gu, '');
}
