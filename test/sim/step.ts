import type { Stamp, StartDesign } from '../../src/core/vocabulary/commands.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { TurnId } from '../../src/core/vocabulary/ids.ts';
import type { Core } from './core-module.ts';
import type { Report } from './moves.ts';

/** A design on its path, with what the path has used up of its world's bounds. */
export interface Node {
  readonly design: Design;
  readonly losses: number;
  readonly restarts: number;
  readonly parks: number;
  readonly changes: number;
  readonly words: number;
  readonly failedTurns: number;
  readonly becalmed: number;
  readonly calls: number;
  readonly outages: number;
  /**
   * Turns that the events have started and not finished: kept beside the design, to be compared
   * with it.
   */
  readonly openTurns: readonly TurnId[];
}

/** One command carried out: its events, and the design as each of them left it. */
export interface Step {
  readonly command: Report;
  readonly before: Design;
  readonly events: readonly DesignEvent[];
  /** `stages[i]` is the design after `events[i]`. */
  readonly stages: readonly Design[];
  readonly after: Design;
}

/** Something that must not be; `rule` is the rule it breaks, or the name of the invariant. */
export class Violation extends Error {
  readonly rule: string;

  constructor(rule: string, message: string) {
    super(message);
    this.name = 'Violation';
    this.rule = rule;
  }
}

/** What a person says who says it under no question. */
export const FREE_WORDS = 'free words';
/** Who answers besides the reader, and may differ. */
export const OTHER = 'other';
/** Who has started it, which `startOf` says too. */
export const STARTER = 'starter';

/** Enough for a session and a turn of each of five participants, and a few over. */
const UUIDS_PER_STEP = 12;
const stamps: Stamp[] = [];

/** The same design is always given the same time and ids, so that a path can be walked again. */
export function stampFor(design: Design): Stamp {
  let minted = design.turns.length;
  for (const participant of design.participants) minted += participant.sessions.length;
  stamps[minted] ??= newStamp(minted);
  return stamps[minted] ?? newStamp(minted);
}

function newStamp(minted: number): Stamp {
  const uuids = Array.from(
    { length: UUIDS_PER_STEP },
    (_, index) => `0192f3aa-0000-7000-8000-${(minted + index).toString(16).padStart(12, '0')}`,
  );
  return { at: 1_000 + minted, uuids };
}

export function startDesign(
  core: Core,
  command: StartDesign,
): { node: Node; events: readonly DesignEvent[] } {
  const decision = core.decide(null, command, newStamp(0));
  if (!decision.accepted)
    throw new Violation('start', `refused to start: ${decision.refusal.message}`);
  const design = decision.events.reduce<Design | null>(
    (state, event) => core.evolve(state, event),
    null,
  );
  if (design === null) throw new Violation('start', 'nothing was started');
  return {
    node: {
      design,
      losses: 0,
      restarts: 0,
      parks: 0,
      changes: 0,
      words: 0,
      failedTurns: 0,
      becalmed: 0,
      calls: 0,
      outages: 0,
      openTurns: [],
    },
    events: decision.events,
  };
}

/**
 * Carries out a command; `null` if it is refused. A broken invariant inside the core is a violation
 * here.
 */
export function take(core: Core, before: Design, command: Report): Step | null {
  try {
    const decision = core.decide(before, command, stampFor(before));
    if (!decision.accepted) return null;
    const stages: Design[] = [];
    let after = before;
    for (const event of decision.events) {
      after = core.evolve(after, event);
      stages.push(after);
    }
    return { command, before, events: decision.events, stages, after };
  } catch (error) {
    throw new Violation('throws', error instanceof Error ? error.message : String(error));
  }
}

/**
 * The node that a step leads to. Throws where the events finish a turn that they have not started,
 * or twice.
 */
export function advance(node: Node, step: Step): Node {
  const { type } = step.command;
  let { openTurns } = node;
  let { losses, restarts, failedTurns, becalmed } = node;
  for (const event of step.events) {
    if (event.type === 'turn_started') openTurns = [...openTurns, event.turnId];
    if (event.type === 'turn_finished') {
      if (!openTurns.includes(event.turnId))
        throw new Violation('T1', `${event.turnId} finished without being open`);
      openTurns = openTurns.filter((id) => id !== event.turnId);
      if (type === 'fail_turn' && step.command.unavailable === undefined)
        failedTurns = node.failedTurns + 1;
      else if (type === 'fail_turn') becalmed = node.becalmed + 1;
    }
    if (event.type === 'session_lost' && type === 'report_session_lost') losses = node.losses + 1;
  }
  if (type === 'resume' && step.events.length > 0) restarts++;
  const parks = node.parks + (type === 'park' && step.events.length > 0 ? 1 : 0);
  const isChange = type === 'revise_reply' || type === 'withdraw_reply';
  const isLate = step.before?.saidBefore != null && step.before.settled === null;
  const isWords = type === 'record_reply' && (step.command.text === FREE_WORDS || isLate);
  const words = node.words + (isWords && step.events.length > 0 ? 1 : 0);
  const changes = node.changes + (isChange && step.events.length > 0 ? 1 : 0);
  const calls = node.calls + (type === 'report_model_answer' ? 1 : 0);
  const outages = node.outages + (type === 'report_unreachable' && step.events.length > 0 ? 1 : 0);
  return {
    design: step.after,
    losses,
    restarts,
    parks,
    changes,
    words,
    failedTurns,
    becalmed,
    calls,
    outages,
    openTurns,
  };
}
