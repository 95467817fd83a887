import { claimsOf, type LabelledClaim, type Lettered } from '../proposal/labels.ts';
import { namesOf } from '../question/author.ts';
import { repliesLeft } from '../question/late-words.ts';
import { type CheckedCitation, checkOf } from '../vocabulary/checked.ts';
import type { Design, Reply } from '../vocabulary/design.ts';
import type { ClaimId, ParticipantId } from '../vocabulary/ids.ts';
import type { Round } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import type { Account, Audit, Decision, Revision } from '../vocabulary/submission.ts';

/** One text of the decision: that of the composite, or of a revision after it. */
export interface Decided {
  readonly decision: Decision;
  /** What became of every claim, as of this text. */
  readonly accounts: readonly Account[];
  readonly confidence: number;
  /** Of the rendered text. */
  readonly sha256: string;
  readonly participant: ParticipantId;
}

/** The texts of the decision since the newest composite, oldest first. */
export function decisionsOf({ composites, revisions }: Pick<Design, 'composites' | 'revisions'>): Decided[] {
  const composed = composites.at(-1);
  if (composed === undefined) return [];
  const { decision, accounts, confidence } = composed.composite;
  const { sha256: first, participant: composer } = composed;
  const decided: Decided[] = [{ decision, accounts, confidence, sha256: first, participant: composer }];
  for (const { revision, sha256, participant } of revisions) {
    const before = decided.at(-1)?.accounts ?? [];
    decided.push({
      decision: revision.decision,
      accounts: revisedAccounts(before, revision.accounts),
      confidence: revision.confidence,
      sha256,
      participant,
    });
  }
  return decided;
}

/** The decision as it stands; `null` before there is a composite. */
export function decidedIn(design: Pick<Design, 'composites' | 'revisions'>): Decided | null {
  return decisionsOf(design).at(-1) ?? null;
}

/** A revision names only the accounts that it changes. */
export function revisedAccounts(before: readonly Account[], changed: readonly Account[]): readonly Account[] {
  const kept = before.filter(({ claim }) => !changed.some((each) => each.claim === claim));
  return [...kept, ...changed];
}

/**
 * Follows what a claim is merged into to the account that decides about it; `undefined` for a claim without one, and
 * for one that is merged in a ring.
 */
export function finalAccount(accounts: readonly Account[], claim: ClaimId): Account | undefined {
  let reached = accounts.find((account) => account.claim === claim);
  for (let steps = 0; steps <= accounts.length; steps++) {
    if (reached?.disposition !== 'merged') return reached;
    const { into }: Account = reached;
    reached = accounts.find((account) => account.claim === into);
  }
  return undefined;
}

/** One finding of the audit, under the number by which the revision answers it, and what was done about it. */
export interface AnsweredFinding extends Readonly<Audit['findings'][number]> {
  /** `F1`, `F2`, … in the order in which the auditor gave them. */
  readonly id: string;
  /** What code found where it cites. */
  readonly check: CheckedCitation | null;
  /** `null`: no revision has answered it. */
  readonly answer: Readonly<Revision['findings'][number]> | null;
}

/** The findings of the audit, each with what the newest revision says about it. */
export function findingsOf({ audit, revisions }: Pick<Design, 'audit' | 'revisions'>): AnsweredFinding[] {
  const answers = revisions.at(-1)?.revision.findings ?? [];
  return (audit?.audit.findings ?? []).map((finding, index) => {
    const id = `F${index + 1}`;
    const check = checkOf(audit?.citations ?? [], index + 1);
    return { ...finding, id, check, answer: answers.find((each) => each.finding === id) ?? null };
  });
}

/**
 * What the audit has found is answered before anybody signs, and so is what a person has settled or corrected since the
 * text was written (J9).
 */
export function needsRevision(design: Design): boolean {
  const found = design.audit?.audit.findings.length ?? 0;
  return found > 0 || isOutdated(design);
}

const MAKES_TEXT: readonly RoundKind[] = ['composite', 'revision'];

/**
 * A person has settled a difference, or corrected what answers a question, since the newest text of the decision was
 * asked for, which does not know of it.
 */
export function isOutdated(design: Design): boolean {
  const asked = design.rounds.findLast(({ kind }) => MAKES_TEXT.includes(kind));
  const { settled, corrected } = saidSince(design, asked);
  return settled.length + corrected.length > 0;
}

/** What people have settled and corrected since the text that stands was asked for, where no newer one has come of it (J8). */
export function leftOutOfText(design: Design): ReturnType<typeof saidSince> {
  return saidSince(design, textRound(design));
}

/** What people have said since the text that stands was asked for, as far as they have not changed it after the end. */
export function repliesSinceText(design: Design): Reply[] {
  const asked = textRound(design)?.since ?? 0;
  return repliesLeft(design).filter(({ since }) => since > asked);
}

/** Who has said something since anybody was asked last, so that no turn has read it. */
export function unreadAuthors({ replies, turns }: Design): string[] {
  const asked = turns.at(-1)?.since ?? 0;
  return namesOf(replies.filter(({ since }) => since > asked));
}

/** The round that has brought the text that stands. */
function textRound({ rounds }: Design): Round | undefined {
  return rounds.findLast(({ kind, contributed }) => MAKES_TEXT.includes(kind) && contributed.length > 0);
}

function saidSince({ divergences, corrections }: Design, asked: Round | undefined) {
  const isLater = ({ since }: { readonly since: number }) => since > (asked?.since ?? 0);
  return {
    settled: divergences.filter(
      ({ settlement }) => settlement?.outcome === 'settled_by_person' && isLater(settlement),
    ),
    corrected: corrections.filter((correction) => correction.isNews && isLater(correction)),
  };
}

/** The claims that hold in the decision as it stands. */
export function adoptedClaims(
  design: Lettered & Pick<Design, 'proposals' | 'composites' | 'revisions'>,
): LabelledClaim[] {
  const accounts = decidedIn(design)?.accounts ?? [];
  const adopted = new Set(
    accounts.flatMap(({ claim, disposition }) => (disposition === 'adopted' ? [claim] : [])),
  );
  return claimsOf(design).filter(({ id }) => adopted.has(id));
}
