import { isObject } from '../../foundation/is-object.ts';
import { changedAttemptsOf } from '../decision/attempts.ts';
import { listChangesToConfirm, nameChange } from '../decision/changes.ts';
import { isActedOn } from '../decision/check-answered.ts';
import { proposalLettersOf } from '../decision/check-base.ts';
import { changesSomething } from '../decision/check-changes.ts';
import { type Decided, decidedOf } from '../decision/decided.ts';
import { listClaimsDecidingOpen } from '../decision/fates.ts';
import { changeNumber } from '../decision/patch.ts';
import { listToAnswer } from '../decision/to-answer.ts';
import {
  labelDifference,
  labelPosition,
  listClaimsShown,
  NO_POSITION_LABEL,
} from '../differences/labels.ts';
import { isUnsettled, openForPeople } from '../differences/sides.ts';
import { listFoundAlone } from '../proposals/cited.ts';
import { claimsOf } from '../proposals/labels.ts';
import { needsAssumption } from '../questions/replies/questions.ts';
import { listSaidSentences } from '../questions/replies/sentences-said.ts';
import type { Design } from '../vocabulary/design.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import {
  type Change,
  type Decision,
  type Revision,
  Submission,
  type TerminalTool,
} from '../vocabulary/submission.ts';

/**
 * A submission whose bookkeeping is done by code, so that it costs nobody a decision at the last
 * try: names with one possible meaning, lists without the names that mean nothing, no base among
 * the rejected, and what the decision has to list. Never a confidence, a verdict in favour of the
 * text, a quotation, a fate or the base.
 */
export function completeBookkeeping(
  design: Design,
  author: ParticipantId,
  given: Submission,
): Submission {
  const submission = Submission.parse(
    resolveNames(given, listNamesFor(design, author, given.tool)),
  );
  const before = decidedOf(design) ?? undefined;
  if (submission.tool === 'submit_composite') {
    const { input } = submission;
    const decision = withoutBase(completeDecision(design, input.decision), input.base);
    return { ...submission, input: { ...input, decision } };
  }
  if (submission.tool === 'submit_revision' && before !== undefined) {
    const revision = dropIdleChanges(design, before.decision, submission.input);
    return { ...submission, input: rejectNoBase(before, revision) };
  }
  return submission;
}

/** What the author may name in each field. */
type Names = Readonly<Record<string, readonly string[]>>;

function listNamesFor(design: Design, author: ParticipantId, tool: TerminalTool): Names {
  const { divergences, questions } = design;
  const all = claimsOf(design);
  const claims = all.map(({ id }) => id);
  const said = listSaidSentences(design).filter(({ isGivenUp }) => !isGivenUp);
  const grounds = [...claims, ...said.map(({ name }) => name)];
  const letters = proposalLettersOf(design);
  const labels = (some: Design['divergences']) => some.map(({ id }) => labelDifference(id));
  switch (tool) {
    case 'map_divergences':
      return { claims, claim: listFoundAlone(all).map(({ id }) => id) };
    case 'argue': {
      const claimNames = listClaimsShown(design).flatMap(({ name, id }) => [name, id]);
      const positions = divergences.flatMap((each) =>
        each.positions.map(({ id }) => labelPosition(each.id, id)),
      );
      return {
        difference: labels(divergences),
        addresses: claimNames,
        changedBy: claimNames,
        now: [...positions, NO_POSITION_LABEL],
      };
    }
    case 'submit_composite':
      return {
        proposal: letters,
        proposals: letters,
        claim: claims,
        rests: grounds,
        question: questions.map(({ id }) => id),
        difference: labels(divergences.filter(isUnsettled)),
      };
    case 'submit_revision': {
      const answers = listToAnswer(design).map(({ name }) => name);
      return { answers, finding: answers, rests: [...grounds, ...letters] };
    }
    case 'confirm_revision':
      return {
        change: listChangesToConfirm(design).map(({ number }) => nameChange(number)),
        what: changedAttemptsOf(design).map(({ name }) => name),
      };
    case 'sign':
      return { claim: all.flatMap(({ id, participant }) => (participant === author ? [id] : [])) };
    default:
      return {};
  }
}

/** Rows that are about nothing without these names; others may be about nothing that has a name. */
const ROW_NAMES = ['proposal', 'claim', 'finding', 'change', 'what'];
/** Lists that must name something: they stay as they are if they name nothing that is known. */
const NEVER_EMPTY = ['claims', 'addresses', 'answers'];

/** With the names that are meant, and without unknown ones. */
function resolveNames(value: unknown, names: Names): unknown {
  if (Array.isArray(value))
    return value.map((each) => resolveNames(each, names)).filter(isAboutSomething);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([field, content]: [string, unknown]) => {
    const fieldNames = names[field];
    if (fieldNames === undefined) return [field, resolveNames(content, names)];
    if (!Array.isArray(content)) return [field, findMeant(String(content), fieldNames)];
    const meant = content
      .map((name) => findMeant(String(name), fieldNames))
      .filter((name) => name !== '');
    const isKept = meant.length === 0 && NEVER_EMPTY.includes(field);
    return [field, isKept ? content : [...new Set(meant)]];
  });
  return Object.fromEntries(fields);
}

function isAboutSomething(row: unknown): boolean {
  return (
    typeof row !== 'object' ||
    row === null ||
    Object.entries(row).every(([field, name]) => name !== '' || !ROW_NAMES.includes(field))
  );
}

/**
 * The one known name that a name can mean: `A1` and `claim a-1` mean `A-1`, `D1` means `1`, `Change
 * #1.` and `1` mean `change 1`; else empty.
 */
function findMeant(name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  const whole = lettersOf(name);
  const last = lettersOf(lastWordOf(name));
  const meant = names.filter(
    (each) =>
      [whole, last, last.replace(/^d/, '')].includes(lettersOf(each)) ||
      whole === lettersOf(lastWordOf(each)),
  );
  return meant.length === 1 ? (meant[0] ?? '') : '';
}

function lastWordOf(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? '';
}

function lettersOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.]/gu, '')
    .replace(/\.+$/, '');
}

/**
 * With everything that is open among its open points and assumptions, in the words of the record,
 * and resting on none of it.
 */
function completeDecision(design: Design, decision: Decision): Decision {
  const unsaid = openForPeople(design).filter(
    ({ id }) => !decision.open.some(({ difference }) => difference === labelDifference(id)),
  );
  const open = [
    ...decision.open,
    ...unsaid.map(({ id, cost }) => ({ difference: labelDifference(id), text: cost })),
  ];
  const unassumed = design.questions.filter(
    (each) =>
      needsAssumption(each) && !decision.assumptions.some(({ question }) => question === each.id),
  );
  const assumptions = [
    ...decision.assumptions,
    ...unassumed.map(({ id, assumption, why }) => ({
      question: id,
      text: assumption,
      ifWrong: why,
    })),
  ];
  const undecided: string[] = listClaimsDecidingOpen(design, { ...decision, open }).flatMap(
    ({ claims }) => claims,
  );
  const rests = decision.rests.filter((id) => !undecided.includes(id));
  const steps = decision.steps.map((step) => (step.rests.length === 0 ? { ...step, rests } : step));
  return { ...decision, open, assumptions, rests, steps };
}

/** A decision that does not reject its own base: the way stays, without that letter. */
function withoutBase(decision: Decision, base: string): Decision {
  const rejected = decision.rejected.map((way) => ({
    ...way,
    proposals: way.proposals.filter((letter) => letter !== base),
  }));
  return { ...decision, rejected };
}

/** A revision whose changes reject no base, and take out a way that its new base goes. */
function rejectNoBase(before: Decided, revision: Revision): Revision {
  const base = revision.base === '' ? before.base : revision.base;
  const changes = revision.changes.map((change) =>
    change.part === 'rejected'
      ? { ...change, rests: change.rests.filter((letter) => letter !== base) }
      : change,
  );
  const [{ answers } = { answers: [] }] = changes;
  const named = changes.flatMap(({ part, number }) => (part === 'rejected' ? [number] : []));
  const taken = before.decision.rejected.flatMap(({ proposals }, index): Change[] => {
    const number = changeNumber(index);
    if (!proposals.includes(base) || named.includes(number)) return [];
    const rests = proposals.filter((letter) => letter !== base);
    const how = rests.length === 0 ? 'remove' : 'replace';
    return [{ answers, part: 'rejected', number, how, fields: [], rests }];
  });
  return { ...revision, changes: [...changes, ...taken] };
}

/** Without changes that change nothing. What no change acts on is left open. */
function dropIdleChanges(design: Design, before: Decision, revision: Revision): Revision {
  const changes = revision.changes.filter((change) => changesSomething(before, change));
  const findings = revision.findings.map((each) =>
    isActedOn(design, changes, each.finding) ? each : { ...each, done: 'left_open' as const },
  );
  return { ...revision, changes, findings };
}
