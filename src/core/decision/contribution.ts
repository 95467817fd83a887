import { cutWords } from '../../foundation/cut-text.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { claimsOf } from '../proposals/labels.ts';
import { type CommandOf, type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { checkNamed } from '../vocabulary/named.ts';
import { present } from '../vocabulary/present.ts';
import type { Round } from '../vocabulary/round.ts';
import type {
  Audit,
  Author,
  Composite,
  Confirmation,
  Revision,
  SubmissionInput,
} from '../vocabulary/submission.ts';
import { checkAnswers, checkFindings, checkNewBase } from './check-answered.ts';
import {
  checkAudit,
  checkConfirmation,
  keepSoundAudit,
  keepSoundConfirmation,
} from './check-audit.ts';
import { checkWays, checkWeighed } from './check-base.ts';
import { checkChanges } from './check-changes.ts';
import { checkBearers, checkDays, checkDecision, checkGrounded } from './check-decision.ts';
import { decidedOf, decisionTextOf, type Grounds, listBearers, reviseText } from './decided.ts';
import { type Doubt, findDoubts } from './doubts.ts';
import { findingsOf } from './findings.ts';
import { checkNotSaidAgain } from './tried.ts';

/** Of a reservation or a dissent, in one sentence. */
const MOST_REASON_CHARACTERS = 200;

type Submitted = Pick<CommandOf<'submit'>, 'sha256' | 'grounds' | 'citations' | 'isLastTry'>;

/**
 * Records a draft. `sha256`: hash of the rendered decision. Refuses gaps in its bookkeeping and
 * what its structure makes doubtful, but not at the last try, when doubts are recorded with it.
 */
export function submitComposite(
  draft: Draft,
  author: Author,
  composite: Composite,
  { sha256, grounds, isLastTry }: Submitted,
): Refusal | null {
  const { design } = draft;
  const text = decisionTextOf({ composite, ...grounds });
  const doubts = findDoubts(design, text);
  const lenient = [
    ...checkWeighed(design, composite),
    ...checkWays(design, text),
    ...checkDays(design, text.decision),
    ...checkGrounded(design, text.decision),
    ...refuseDoubts(doubts),
  ];
  const refusal = refuseForAll([
    ...checkBearers(design, text, listBearers(text.decision)),
    ...checkDecision(design, text),
    ...(isLastTry ? [] : lenient),
  ]);
  if (refusal !== null) return refusal;
  draft.record({
    type: 'composite_submitted',
    ...author,
    composite,
    sha256,
    ...partsOf(grounds, doubts),
  });
  return null;
}

function refuseDoubts(doubts: readonly Doubt[]): Refusal[] {
  return doubts.map(({ words, advice }) => refuse('invalid', `${words}; ${advice}.`));
}

function partsOf(
  { quoted = [], unsupported = [] }: Partial<Grounds> = {},
  doubts: readonly Doubt[] = [],
) {
  return {
    ...(quoted.length === 0 ? {} : { quoted: [...quoted] }),
    ...(unsupported.length === 0 ? {} : { unsupported: [...unsupported] }),
    ...(doubts.length === 0 ? {} : { doubts: doubts.map(({ words }) => words) }),
  };
}

/**
 * Records a revision: changes of parts, each with what it answers, and an answer to every finding.
 * The resulting text is checked like a composite.
 */
export function submitRevision(
  draft: Draft,
  author: Author,
  revision: Revision,
  { sha256, grounds, isLastTry }: Submitted,
): Refusal | null {
  const { design } = draft;
  const before = present(decidedOf(design), 'a revision of no decision');
  const after = reviseText(before, revision, grounds);
  const earlierDoubts = findDoubts(design, before).map(({ words }) => words);
  const actedOn = revision.findings.flatMap(({ finding, done }) =>
    done === 'acted_on' ? [finding] : [],
  );
  const isActedOn = (words: string) =>
    findingsOf(design).some(({ id, text }) => text === `${words}.` && actedOn.includes(id));
  const doubts = findDoubts(design, after).filter(
    ({ words }) => !earlierDoubts.includes(words) || isActedOn(words),
  );
  const lenient = [
    ...checkAnswers(design, revision),
    ...checkFindings(design, revision),
    ...checkWays(design, after),
    ...checkDays(design, after.decision),
    ...checkGrounded(design, after.decision),
    ...checkNotSaidAgain(design, before.decision, after.decision),
    ...refuseDoubts(doubts),
  ];
  const refusal = refuseForAll([
    ...checkChanges(before.decision, revision.changes),
    ...checkNewBase(design, revision, before, after),
    ...checkBearers(design, after, listNamedIn(revision)),
    ...checkDecision(design, after),
    ...(isLastTry ? [] : lenient),
  ]);
  if (refusal !== null) return refusal;
  draft.record({
    type: 'revision_submitted',
    ...author,
    revision,
    sha256,
    ...partsOf(grounds, doubts),
  });
  return null;
}

/** Bearers that its changes name. */
function listNamedIn({ changes }: Revision): string[] {
  return changes.flatMap(({ part, rests }) => (part === 'rejected' ? [] : rests));
}

/** Records an audit. At the last try its sound rows are accepted without the others. */
export function submitAudit(
  draft: Draft,
  author: Author,
  round: Round,
  input: Audit,
  { citations, isLastTry }: Submitted,
): Refusal | null {
  const { design } = draft;
  const refusal = isLastTry ? null : refuseForAll(checkAudit(design, round, input));
  if (refusal !== null) return refusal;
  const audit = isLastTry ? keepSoundAudit(design, round, input) : input;
  draft.record({ type: 'audit_submitted', ...author, audit, citations: [...citations] });
  return null;
}

/**
 * Records the auditor's check of the changes and of sentences that people said. A change that does
 * harm is taken out.
 */
export function confirmRevision(
  draft: Draft,
  author: Author,
  round: Round,
  input: Confirmation,
  { sha256, grounds, isLastTry }: Submitted,
): Refusal | null {
  const { design } = draft;
  const refusal = isLastTry ? null : refuseForAll(checkConfirmation(design, round, input));
  if (refusal !== null) return refusal;
  const confirmation = isLastTry ? keepSoundConfirmation(design, round, input) : input;
  const takenOut = [...(grounds?.takenOut ?? [])];
  draft.record({
    type: 'revision_confirmed',
    ...author,
    confirmation,
    ...(takenOut.length === 0 ? {} : { takenOut }),
    ...(grounds === undefined ? {} : { sha256, ...partsOf(grounds) }),
  });
  return null;
}

/**
 * Records a signature under one text, named by its hash. A dissent is kept verbatim, with its
 * reason in one sentence. A dissent without words, words under a signature, and other participants'
 * claims are refused.
 */
export function submitSignature(
  draft: Draft,
  author: Author,
  given: SubmissionInput<'sign'>,
  { sha256, later }: Pick<CommandOf<'submit'>, 'sha256' | 'later'>,
): Refusal | null {
  const input = reserve(draft.design, given);
  const refusal = refuseForAll([
    ...checkVerdict(input),
    ...checkContradicted(draft, author, input),
  ]);
  if (refusal !== null) return refusal;
  const decided = decidedOf(draft.design)?.sha256 ?? '';
  if (decided !== '' && decided !== sha256) {
    return refuse(
      'not_open',
      'The text you were shown is no longer the current decision, so it is not signed.',
    );
  }
  draft.record({
    type: 'signature_given',
    ...author,
    ...input,
    sha256: decided,
    ...keepDefined({ later }),
  });
  return null;
}

/**
 * Who signs a text that contradicts a claim of theirs has a reservation: that claim, in its words,
 * unless another is given.
 */
function reserve(design: Design, input: SubmissionInput<'sign'>): SubmissionInput<'sign'> {
  if (input.contradicted.length === 0 || input.verdict === 'dissents') return input;
  const named = input.contradicted.map(({ claim }) => claim);
  const words = claimsOf(design).flatMap(({ id, text }) => (named.includes(id) ? [text] : []));
  const reason =
    input.reason === '' ? cutWords(words.join(' '), MOST_REASON_CHARACTERS) : input.reason;
  return { ...input, verdict: 'with_reservation', reason };
}

function checkVerdict({ verdict, dissent, reason }: SubmissionInput<'sign'>): Refusal[] {
  const reasonRule =
    '`reason` is for `with_reservation` and `dissents`: say what is wrong in one sentence, or leave it empty.';
  const dissentRule =
    '`dissent` is for `dissents`, and is kept verbatim: give its text, or leave it empty.';
  return [
    ...((reason !== '') === (verdict !== 'signs') ? [] : [refuse('invalid', reasonRule)]),
    ...((dissent !== '') === (verdict === 'dissents') ? [] : [refuse('invalid', dissentRule)]),
  ];
}

/** A signer speaks only for its own claims. */
function checkContradicted(
  { design }: Draft,
  { participant }: Author,
  { contradicted }: SubmissionInput<'sign'>,
): Refusal[] {
  const own = claimsOf(design).flatMap((claim) =>
    claim.participant === participant ? [claim.id] : [],
  );
  return checkNamed(
    '`contradicted`',
    contradicted.map(({ claim }) => claim),
    own,
    { mayRepeat: true },
  );
}
