import type { Design } from '../design.ts';
import {
  type FinalStatus,
  type GateChoice,
  type GateReason,
  IS_RESPONSE,
  type StopReason,
} from '../events.ts';
import { costOf } from '../figures.ts';
import type { DesignId, DivergenceId, ParticipantId, QuestionId } from '../ids.ts';
import { participant } from '../participants.ts';
import { lowestConfidence } from '../policy/should-gate.ts';
import { isPause } from '../status.ts';
import type { Impact } from '../submission.ts';
import { type Participation, participationOf } from './participation.ts';

/** What a design came to: computed from what was recorded and from nothing that a model says about itself (A5). */
export interface Outcome {
  readonly designId: DesignId;
  /** What it is or is about to end as; `unfinished` before that is decided. */
  readonly status: FinalStatus | 'unfinished';
  /** Why a person should look, or why one was asked to. */
  readonly reasons: readonly GateReason[];
  readonly participation: Participation;
  readonly assumptions: readonly {
    readonly id: QuestionId;
    readonly question: string;
    readonly assumption: string;
  }[];
  /** Divergences that were to be argued and ended, or stopped, without agreement. */
  readonly unresolved: readonly OpenPoint[];
  /** Divergences of low impact that nobody was asked to argue. */
  readonly notArgued: readonly OpenPoint[];
  readonly dissents: readonly {
    readonly participant: ParticipantId;
    readonly title: string;
    readonly dissent: string;
  }[];
  /**
   * Of what the decision rests on: the newest composite, the signatures under it, and the brief; the same number
   * that the policy looks at. Not of proposals: whoever was unsure of a proposal says so again when signing.
   * `null` when there is none of these.
   */
  readonly lowestConfidence: number | null;
  /** Models of those who took a turn (J7); in rehearsal there are none. */
  readonly models: readonly string[];
  /** Citations given, and how many of them failed the check; `null`: nobody has checked them. */
  readonly citations: { readonly given: number; readonly failed: number | null };
  readonly audit: { readonly done: boolean; readonly blocking: number };
  readonly hasDecision: boolean;
  /** What a second run would start from. */
  readonly kept: { readonly answers: number; readonly proposals: number };
  readonly deliberationStopped: 'time_used_up' | 'money_used_up' | null;
  readonly decidedBy: {
    readonly by: string;
    readonly choice: GateChoice;
    readonly note: string;
    readonly reasons: readonly GateReason[];
  } | null;
  readonly stoppedBecause: StopReason | null;
  readonly stoppedBy: string;
  readonly detail: string;
  /** USD; `null` when the price of any call is unknown. */
  readonly costUsd: number | null;
  readonly tokens: number;
  readonly startedAt: number;
  /** When it ended or, if that is still to come, when it was decided what it ends as. */
  readonly endedAt: number | null;
  readonly rehearsal: boolean;
}

export interface OpenPoint {
  readonly id: DivergenceId;
  readonly description: string;
  readonly impact: Impact;
}

/** The outcome as outsiders get it (HTTP API v1, manifest). A change needs a new version. */
export type PublishedOutcome = Pick<
  Outcome,
  | 'reasons'
  | 'participation'
  | 'assumptions'
  | 'unresolved'
  | 'dissents'
  | 'lowestConfidence'
  | 'stoppedBecause'
  | 'costUsd'
>;

export function outcomeOf(design: Design): Outcome {
  const { settled, end } = design;
  const open = openPoints(design);
  const decidedBy = decision(design);
  return {
    designId: design.id,
    status: end?.status ?? settled?.status ?? 'unfinished',
    reasons: settled?.reasons ?? decidedBy?.reasons ?? [],
    participation: participationOf(design),
    assumptions: design.questions
      .filter((question) => question.status === 'assumed')
      .map(({ id, text, assumption }) => ({ id, question: text, assumption })),
    ...open,
    dissents: design.signatures
      .filter(({ verdict }) => verdict === 'dissents')
      .map(({ participant: id, dissent }) => ({
        participant: id,
        title: participant(design, id).title,
        dissent,
      })),
    lowestConfidence: restsOnSomething(design) ? lowestConfidence(design) : null,
    models: modelsThatTookPart(design),
    citations: { given: citations(design), failed: null },
    audit: { done: design.audit !== null, blocking: blockingFindings(design) },
    hasDecision: design.brief !== null,
    kept: {
      answers: design.questions.filter((question) => question.status === 'answered').length,
      proposals: design.proposals.length,
    },
    deliberationStopped: design.deliberationStopped,
    decidedBy,
    stoppedBecause: end?.stoppedBecause ?? settled?.stoppedBecause ?? null,
    stoppedBy: end?.by ?? '',
    detail: end?.detail ?? settled?.detail ?? '',
    costUsd: totalCost(design),
    tokens: design.turns.reduce((sum, turn) => sum + turn.tokens, 0),
    startedAt: design.startedAt,
    endedAt: end?.at ?? settled?.at ?? null,
    rehearsal: design.rehearsal,
  };
}

/** The contract's part of an outcome; `null` while the design has none. */
export function publishedOutcome(design: Design): PublishedOutcome | null {
  const outcome = outcomeOf(design);
  if (outcome.status === 'unfinished') return null;
  const { reasons, participation, assumptions, unresolved } = outcome;
  const { dissents, lowestConfidence: lowest, stoppedBecause, costUsd } = outcome;
  return {
    reasons,
    participation,
    assumptions,
    unresolved,
    dissents,
    lowestConfidence: lowest,
    stoppedBecause,
    costUsd,
  };
}

/** Rounded to what a price table can mean: a millionth of a dollar. */
function totalCost(design: Design): number | null {
  const sum = costOf(design.turns);
  return sum === null ? null : Number(sum.toFixed(6));
}

function openPoints(design: Design): { unresolved: OpenPoint[]; notArgued: OpenPoint[] } {
  const unresolved: OpenPoint[] = [];
  const notArgued: OpenPoint[] = [];
  for (const { id, description, impact, arguments: given, settlement } of design.divergences) {
    if (settlement !== null && settlement.outcome !== 'unresolved') continue;
    const leftAlone = impact === 'low' && given.length === 0;
    (leftAlone ? notArgued : unresolved).push({ id, description, impact });
  }
  return { unresolved, notArgued };
}

function restsOnSomething(design: Design): boolean {
  return design.composites.length + design.signatures.length > 0 || design.brief !== null;
}

function modelsThatTookPart(design: Design): string[] {
  if (design.rehearsal) return [];
  const spoke = new Set(
    design.turns
      .filter(({ outcome }) => outcome !== 'open' && IS_RESPONSE[outcome])
      .map((turn) => turn.participant),
  );
  const models = design.participants.filter(({ id }) => spoke.has(id)).map(({ model }) => model);
  return [...new Set(models)].sort();
}

function citations(design: Design): number {
  const claims = design.proposals.flatMap(({ proposal }) => proposal.claims);
  return claims.filter((claim) => claim.citation !== '').length;
}

function blockingFindings(design: Design): number {
  const findings = design.audit?.audit.findings ?? [];
  return findings.filter((finding) => finding.severity === 'blocking').length;
}

/** The last decision of a person about the result, or to stop it, by name (J8); to go on is no such decision. */
function decision(design: Design): Outcome['decidedBy'] {
  const gate = design.gates.findLast(
    (each) =>
      each.decision !== null &&
      each.decision.choice !== 'unanswered' &&
      !(isPause(each) && each.decision.choice === 'accept'),
  );
  if (gate === undefined || gate.decision === null || gate.decision.choice === 'unanswered') return null;
  const { by, choice, note } = gate.decision;
  return { by, choice, note, reasons: gate.reasons };
}
