import type { Design } from '../design.ts';
import type { DesignEvent } from '../events.ts';
import { participant } from '../participants.ts';
import { answeringUntil, openQuestions } from '../question/questions.ts';
import { divergencesIn, type RoundKind, waitingFor } from '../round/round.ts';
import { openGate, openRound } from '../status.ts';

/** What the design waits for; `until` is in milliseconds since the epoch. */
export type Waiting =
  | { readonly kind: 'start' | 'files' }
  /** `since`: when people began to be waited for. */
  | {
      readonly kind: 'answers';
      readonly open: number;
      readonly of: number;
      readonly since: number;
      readonly until: number;
    }
  | { readonly kind: 'decision'; readonly since: number; readonly until: number }
  | {
      readonly kind: 'participants';
      readonly round: RoundKind;
      readonly titles: readonly string[];
      readonly of: number;
      readonly until: number;
      /** How many divergences are argued, and in which round of arguments. */
      readonly arguing: { readonly divergences: number; readonly time: number } | null;
    };

/** `null` once the design has ended, and in the instant between two rounds. */
export function waitingOf(design: Design): Waiting | null {
  if (design.end !== null) return null;
  const gate = openGate(design);
  if (gate !== null) return { kind: 'decision', since: gate.openedAt, until: gate.deadlineAt };
  if (design.answering !== null) {
    const open = openQuestions(design).length;
    const { openedAt: since } = design.answering;
    return { kind: 'answers', open, of: design.questions.length, since, until: answeringUntil(design) ?? 0 };
  }
  const round = openRound(design);
  if (round === null) return waitingForNobody(design);
  const { kind, asked, deadlineAt } = round;
  const divergences = divergencesIn(round).length;
  const time = design.rounds.filter((each) => each.kind === 'argument').length;
  return {
    kind: 'participants',
    round: kind,
    titles: waitingFor(round).map((id) => participant(design, id).title),
    of: asked.length,
    until: deadlineAt,
    arguing: divergences === 0 ? null : { divergences, time },
  };
}

function waitingForNobody({ step }: Design): Waiting | null {
  if (step === 'spawning') return { kind: 'start' };
  return step === 'writing' ? { kind: 'files' } : null;
}

const IS_URGENT: Record<DesignEvent['type'], boolean> = {
  design_started: false,
  thread_opened: false,
  status_changed: true,
  session_started: false,
  session_ready: false,
  session_parked: false,
  session_lost: true,
  late_report_recorded: false,
  round_opened: false,
  participant_excused: false,
  round_closed: false,
  facilitator_passed: true,
  turn_started: false,
  model_answered: false,
  tool_invoked: false,
  confidence_given: false,
  turn_finished: false,
  late_submission_recorded: false,
  questions_asked: false,
  participant_passed: false,
  answering_opened: false,
  reply_recorded: true,
  reply_revised: true,
  reply_withdrawn: true,
  answers_matched: true,
  reply_match_corrected: true,
  reading_corrected: true,
  answering_ended: false,
  answering_closed: false,
  proposal_sealed: false,
  proposals_revealed: false,
  divergences_mapped: false,
  divergence_added: false,
  position_argued: false,
  divergence_settled: true,
  deliberation_stopped: false,
  composite_submitted: false,
  signature_given: false,
  audit_submitted: false,
  revision_submitted: false,
  gate_opened: false,
  gate_decided: true,
  people_reminded: false,
  outcome_settled: false,
  files_written: false,
  record_closed: false,
  files_failed: false,
  design_ended: true,
  late_words_recorded: false,
};

/** Events that people of a thread wait for, or should see at once; all others may wait for more changes. */
export function isUrgent({ type }: DesignEvent): boolean {
  return IS_URGENT[type];
}

/** The latest moment that the design itself knows of, in milliseconds since the epoch. */
export function lastChangeAt(design: Design): number {
  const moments = [
    design.startedAt,
    design.rounds.at(-1)?.openedAt ?? 0,
    design.turns.at(-1)?.startedAt ?? 0,
    design.answering?.openedAt ?? 0,
    design.settled?.at ?? 0,
  ];
  return design.end?.at ?? Math.max(...moments);
}
