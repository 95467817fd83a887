import type { Design, Divergence } from '../../src/core/design.ts';
import { FACILITATOR_ROLES } from '../../src/core/events.ts';
import type { ParticipantId } from '../../src/core/ids.ts';
import type { Round } from '../../src/core/round/round.ts';
import { hasPaused } from './state-invariants.ts';
import type { Node } from './step.ts';
import type { World } from './world.ts';

/**
 * What of a state can make a difference to what happens next, as text: two states with equal text have the same
 * moves, which lead to states with equal text again. The explorer checks that on a sample (`soundness.ts`).
 *
 * Left out, and why that is sound:
 * - ids of sessions and turns: the core compares them for equality only. Sessions are named by participant and
 *   position, which is all that a late report can refer to; an open turn by its participant.
 * - times: `decide` never compares one with `at`; that a deadline has passed is a command of its own, and any armed
 *   timer may go off at any time here, which is more than a clock would do.
 * - turns that are over, late records, files: nothing is decided on them; a submission to any of those turns is late.
 * - replies, but for those that can still be changed, where the world has people change them.
 * - closed rounds, but for how often each open divergence was argued; the number of rounds and gates is in ids only.
 * - texts; who asked what; answered questions; how a divergence was settled, unless it is of high impact and
 *   unresolved; whether somebody dissented, but for the confidence that came with it: the policy looks at no more.
 * - why somebody is excused from an open round: only a round that one participant answers for all asks for that, and
 *   it is over in the step in which that one turns out to be slow.
 * - everything but the sessions once the outcome is settled, and the bounds' use once the design has ended.
 */
export function projectionOf(world: World, node: Node): string {
  const { design } = node;
  const sessions = sessionsOf(design);
  const { end, settled } = design;
  if (end !== null) return `end ${end.status} ${end.stoppedBecause} ${settled !== null} ${sessions}`;
  if (settled !== null)
    return `settled ${settled.status} ${settled.stoppedBecause} ${sessions}${lasting(design)}`;
  const losses = Number.isFinite(world.maxLosses) ? node.losses : '';
  const used = `${losses},${node.restarts},${node.parks},${world.maxChanges > 0 ? changeable(node) : ''},${node.failedTurns},${world.maxCalls > 0 ? spentOf(design) : ''}`;
  const asked = `${design.answering === null ? '' : '?'}${openQuestions(design)}`;
  const position = `${design.step} ${design.deliberationStopped ?? ''} ${used} ${asked}`;
  const discussed = `${proposalsOf(design)} ${design.divergences.map((each) => divergenceOf(design, each)).join(';')}`;
  return `${position} ${sessions} ${roundOf(design)} ${rolesOf(design)} ${discussed} ${synthesisOf(design)}`;
}

/** A settled design may leave a question or a gate behind, which must not be answered any more. */
function lasting(design: Design): string {
  return `${design.answering !== null} ${design.gates.at(-1)?.decision === null} ${openRound(design) !== null}`;
}

/** For each participant each session's origin and state; since it was resumed also whether it ever came up (C18). */
function sessionsOf(design: Design): string {
  let text = '';
  for (const participant of design.participants) {
    let resumed = false;
    for (const session of participant.sessions) {
      resumed ||= session.origin === 'resume';
      text += `${session.origin[2]}${session.state[0]}${resumed && session.pid !== null ? '+' : ''}`;
    }
    text += '/';
  }
  return text;
}

function roundOf(design: Design): string {
  const round = openRound(design);
  if (round === null) return `- ${openTurns(design)}`;
  const excused = round.excused.map((excuse) => excuse.participant);
  return [
    round.kind,
    round.divergenceId ?? '',
    setOf(design, round.asked),
    setOf(design, round.contributed),
    setOf(design, excused),
    openTurns(design),
  ].join(' ');
}

function openRound(design: Design): Round | null {
  const last = design.rounds.at(-1);
  return last === undefined || last.closed ? null : last;
}

/** Open turns by participant and by the session and round that they belong to, counted from the end. */
function openTurns(design: Design): string {
  let text = '';
  for (const participant of design.participants) {
    for (const turn of design.turns) {
      if (turn.outcome !== 'open' || turn.participant !== participant.id) continue;
      const last = participant.sessions.at(-1)?.id === turn.sessionId;
      text += `${participant.id}${last ? '' : '!'}${turn.roundId === design.rounds.at(-1)?.id ? '' : turn.roundId}`;
    }
  }
  return text;
}

/** Bit sets: the order in which the participants came to be in a set is not looked at. */
function setOf(design: Design, ids: readonly ParticipantId[]): number {
  let set = 0;
  for (const id of ids) set |= 1 << design.participants.findIndex((participant) => participant.id === id);
  return set;
}

function rolesOf(design: Design): string {
  if (design.handovers.length === 0) return '';
  return FACILITATOR_ROLES.map(
    (role) => design.handovers.findLast((handover) => handover.role === role)?.to ?? '',
  ).join();
}

/** While replies can still be changed, the state includes what each says and answers. */
function changeable({ design, changes }: Node): string {
  if (design.answering === null) return String(changes);
  const replies = design.replies.map(
    ({ text, answers }) => `(${text}: ${answers.map(({ questionId }) => questionId)})`,
  );
  const open = design.questions.map(({ status }) => status[0]).join('');
  return `${changes}:${open}:${replies.join('')}`;
}

function openQuestions(design: Design): number {
  let count = 0;
  for (const question of design.questions) if (question.status === 'open') count++;
  return count;
}

function proposalsOf(design: Design): string {
  const by = setOf(
    design,
    design.proposals.map((sealed) => sealed.participant),
  );
  return `${by}${design.proposals.some((sealed) => !sealed.revealed) ? 'sealed' : ''}`;
}

function divergenceOf(design: Design, divergence: Divergence): string {
  const { settlement, impact } = divergence;
  if (settlement !== null) return impact === 'high' && settlement.outcome === 'unresolved' ? 'open' : '';
  const rounds = design.rounds.filter((round) => round.divergenceId === divergence.id).length;
  const standings = divergence.positions.flatMap((position) =>
    position.holders.map((holder) => {
      const last = divergence.arguments.findLast((argument) => argument.participant === holder);
      return `${holder}${position.id}${last?.after.position ?? ''}`;
    }),
  );
  return `${impact}${rounds}${standings.join('')}`;
}

function synthesisOf(design: Design): string {
  const signed = setOf(
    design,
    design.signatures.map((signature) => signature.participant),
  );
  const unsure = design.signatures.some((signature) => signature.confidence < 0.4);
  const gate = design.gates.at(-1);
  const sentBack = design.gates.some((each) => each.decision?.choice === 'send_back');
  return [
    signed,
    unsure ? 'unsure' : '',
    design.composites.length > 0 ? 'composed' : '',
    design.audit === null ? '' : `audited${design.audit.audit.findings.length}`,
    design.brief === null ? '' : 'briefed',
    gate?.decision === null ? gate.reasons.join() : '',
    sentBack ? 'back' : '',
    hasPaused(design) ? 'paused' : '',
  ].join(' ');
}

function spentOf(design: Design): string {
  return design.turns.reduce((sum, turn) => sum + (turn.costUsd ?? 0), 0).toFixed(1);
}
