import { outcomeOf } from '../../core/outcome/outcome.ts';
import { gateReasonsOf } from '../../core/outcome/should-gate.ts';
import { describeDeath } from '../../core/vocabulary/crashes.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { FinalStatus } from '../../core/vocabulary/event-parts.ts';
import { type EventWith, hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { formatIso } from '../../core/vocabulary/figures.ts';
import type { GateId } from '../../core/vocabulary/ids.ts';
import { countPersonas, findSession, isAlive } from '../../core/vocabulary/participants.ts';
import { standsInForLost } from '../../core/vocabulary/session.ts';
import type { Log } from '../../foundation/log.ts';
import { STOP_WORDS } from '../../presentation/judged/ending.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { CommitDecision } from './commit.ts';

type Line = readonly [
  level: 'info' | 'warn' | 'error',
  event: string,
  facts: Record<string, unknown>,
];

/**
 * Logs each design's story for operators, from stored facts: start, end, every loss, replacement
 * and death, people's questions and decisions.
 */
export function makeStoryLogger(log: Log): (decided: readonly CommitDecision[]) => void {
  return (decided) => {
    for (const { events, design } of decided)
      for (const event of events)
        for (const [level, name, facts] of hasTrait(event, 'logged') ? linesOf(event, design) : [])
          log[level](name, { designId: design.id, ...facts });
  };
}

/** Ends whose detail is in the words of a person or a model, which are not logged. */
const HAS_WORDS: ReadonlySet<EventOf<'design_ended'>['stoppedBecause']> = new Set([
  'cancelled_by_person',
  'no_design_question',
]);

const SAME_PERSONAS =
  'Give every daemon the same persona files, and run the design again after its end.';

const END_LEVELS: Record<FinalStatus, Line[0]> = {
  completed: 'info',
  cancelled: 'info',
  needs_review: 'warn',
  failed: 'error',
};

/** `design` is the state after the decision that the event is part of. */
function linesOf(event: EventWith<'logged'>, design: Design): Line[] {
  switch (event.type) {
    case 'design_started': {
      const { successorOf, startedBy: by, rehearsal } = event;
      return [['info', 'design_started', { successorOf, by, rehearsal }]];
    }
    case 'session_lost':
      return describeLoss(event, design);
    case 'session_started':
      return standsInForLost(event) ? [describeReplacement(event, design)] : [];
    case 'design_paused': {
      if (event.paused === null) return [['info', 'design_resumed', {}]];
      const { cause, model, until } = event.paused;
      return [['warn', 'design_paused', { cause, model, until: formatIso(until) }]];
    }
    case 'facilitator_passed': {
      const { role, from: participant, to } = event;
      const toDo = 'Read its decision: where it misses what people settled, follow up on it.';
      return [['warn', 'facilitator_passed', { role, participant, to, toDo }]];
    }
    case 'question_framed': {
      const { isDesignQuestion, picked, released } = event;
      const facts = { isDesignQuestion, picked: idsOf(picked), released: idsOf(released) };
      return [['info', 'question_framed', facts]];
    }
    case 'answering_opened':
      return [['info', 'people_asked', { until: formatIso(event.deadlineAt) }]];
    case 'gate_opened': {
      const { gateId, deadlineAt, roundId, unreachable } = event;
      const facts = { gateId, cause: gateCause(design, gateId), until: formatIso(deadlineAt) };
      const toDo =
        'Decide on its page, after charrette doctor has said what its models or its chat refuse.';
      const isExpected = roundId === undefined && unreachable === undefined;
      return [
        isExpected ? ['info', 'gate_opened', facts] : ['warn', 'gate_opened', { ...facts, toDo }],
      ];
    }
    case 'gate_decided': {
      const { gateId, choice, by } = event;
      return [['info', 'gate_decided', { gateId, cause: gateCause(design, gateId), choice, by }]];
    }
    case 'design_ended': {
      const { status, stoppedBecause, detail } = event;
      const decider =
        stoppedBecause === 'decided_by_person' ? outcomeOf(design).decidedBy?.by : undefined;
      const by = decider ?? event.by;
      const words =
        stoppedBecause === 'finished' ? viewOf(design).banner.headline : STOP_WORDS[stoppedBecause];
      const cause = detail === '' || HAS_WORDS.has(stoppedBecause) ? words : detail;
      const facts = { status, stoppedBecause, by, cause };
      const failed = { ...facts, toDo: 'Open its page, which says what can be done.' };
      return [[END_LEVELS[status], 'design_ended', status === 'failed' ? failed : facts]];
    }
    case 'decision_judged':
      return event.verdict === null
        ? [['info', 'decision_superseded', { successor: event.successor }]]
        : [['info', 'decision_judged', { verdict: event.verdict, by: event.by }]];
    case 'decision_published':
      return [
        [
          'info',
          'decision_published',
          { repository: event.repository, pull: event.pull, by: event.by },
        ],
      ];
  }
}

function gateCause(design: Design, id: GateId): string {
  return design.gates
    .flatMap((gate) => (gate.id === id ? gateReasonsOf(design, gate) : []))
    .join(', ');
}

function idsOf(all: EventOf<'question_framed'>['picked']): string[] {
  return all.map(({ participant }) => participant);
}

/** A loss without a following session is also a death. */
function describeLoss(
  { participant: id, sessionId, cause }: EventOf<'session_lost'>,
  design: Design,
): Line[] {
  const { kind, detail, lastLines, diagnostics } = cause;
  const facts = { participant: id, sessionId, kind, cause: detail, lastLines, diagnostics };
  // Its replacement resumes its work, so there is nothing to do.
  const loss: Line = [kind === 'charrette_stopped' ? 'info' : 'warn', 'session_lost', facts];
  const participant = findSession(design, sessionId)?.participant;
  if (participant?.sessions.at(-1)?.id !== sessionId || isAlive(participant)) return [loss];
  const death = {
    participant: id,
    sessionId,
    cause: describeDeath(participant),
    ...countPersonas(design),
    toDo: kind === 'file_gone' ? SAME_PERSONAS : undefined,
  };
  return [loss, ['error', 'participant_dead', death]];
}

function describeReplacement(
  { participant, sessionId, origin }: EventOf<'session_started'>,
  design: Design,
): Line {
  const sessions = findSession(design, sessionId)?.participant.sessions ?? [];
  const before = sessions[sessions.findIndex(({ id }) => id === sessionId) - 1];
  const facts = {
    participant,
    sessionId,
    replaces: before?.id,
    origin,
    cause: before?.cause?.detail,
  };
  return ['info', 'session_replaced', facts];
}
