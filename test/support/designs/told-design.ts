import { decidedOf } from '#core/decision/decided.ts';
import { divergenceOf, positionOf } from '#core/differences/labels.ts';
import { mapPositions } from '#core/differences/mapping.ts';
import type { StartDesign } from '#core/vocabulary/commands.ts';
import { describeDeath } from '#core/vocabulary/crashes.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import type { DesignEvent, EventOf } from '#core/vocabulary/events.ts';
import { DivergenceId, ParticipantId, RoundId, SessionId, TurnId } from '#core/vocabulary/ids.ts';
import { findParticipant } from '#core/vocabulary/participants.ts';
import { listAwaited } from '#core/vocabulary/round.ts';
import type { CrashCause } from '#core/vocabulary/session.ts';
import type { RoundKind } from '#core/vocabulary/sets.ts';
import { openRound } from '#core/vocabulary/status.ts';
import type { Submission, SubmissionInput } from '#core/vocabulary/submission.ts';
import { sealOf } from '#turns/checks/seal.ts';
import { causeOf, type Untimed, World } from './given.ts';

export type Told = Untimed<DesignEvent>;

const EVENT_MS = 10_000;
const ROUND_MS = 300_000;
const TURN_USD = 0.05;

/** The status and the phase in which a design is at each of these steps. */
const AT: Partial<Record<Step, readonly [status: 'running' | 'awaiting_input', phase: Phase]>> = {
  spawning: ['running', 'spawning'],
  asking: ['running', 'questioning'],
  answering: ['awaiting_input', 'questioning'],
  proposing: ['running', 'independent'],
  mapping: ['running', 'refinement'],
  arguing: ['running', 'refinement'],
  composing: ['running', 'synthesis'],
  auditing: ['running', 'synthesis'],
  signing: ['running', 'synthesis'],
  deciding: ['awaiting_input', 'synthesis'],
  writing: ['running', 'synthesis'],
};
type Phase = EventOf<'status_changed'>['phase'];
type Author = Pick<EventOf<'confidence_given'>, 'participant' | 'roundId' | 'turnId'>;

/**
 * Tells of a participant that is lost, of the replacement that is lost as well, and that nobody
 * waits for it in the open round.
 */
export function tellDead(world: World, name: string, cause: CrashCause = causeOf('killed')): void {
  const id = ParticipantId.parse(name);
  const loseSession = () =>
    world.tell({ type: 'session_lost', participant: id, sessionId: world.session(name).id, cause });
  const turns = world.openTurns().filter((turn) => turn.participant === name);
  const error = { class: cause.kind, message: cause.detail, retryable: true };
  loseSession();
  for (const { id: turnId, roundId } of turns)
    world.tell({
      type: 'turn_finished',
      participant: id,
      roundId,
      turnId,
      outcome: 'process_lost',
      error,
    });
  const sessionId = SessionId.parse(
    `ses_0192f3aa-0000-7000-8000-9${String(world.history.length).padStart(11, '0')}`,
  );
  world.tell({ type: 'session_started', participant: id, sessionId, origin: 'retry' });
  loseSession();
  const round = openRound(world.design);
  if (round === null || !listAwaited(round).includes(id)) return;
  const detail = describeDeath(findParticipant(world.design, id));
  world.tell({
    type: 'participant_excused',
    roundId: round.id,
    participant: id,
    reason: 'dead',
    detail,
  });
}

/** Tells of a design that has lost all these, and with them everybody. */
export function tellAllDead(
  world: World,
  names: readonly string[],
  causeOfEach?: (name: string) => CrashCause,
): void {
  for (const name of names) tellDead(world, name, causeOfEach?.(name));
  const detail = names
    .map((name) => `${describeDeath(findParticipant(world.design, ParticipantId.parse(name)))}.`)
    .join(' ');
  world.tell({
    type: 'design_ended',
    status: 'cancelled',
    stoppedBecause: 'no_persona_left',
    by: '',
    detail,
  });
}

/**
 * A design told event by event, as a core that decides would have recorded it: what is drawn of it
 * depends on no rule that decides, so that a broken one fails the tests of that rule and not those
 * of every drawing.
 */
export class ToldDesign {
  readonly world = new World({});
  #ids = 0;
  #rounds = 0;
  #open: {
    readonly id: RoundId;
    readonly turns: Map<string, TurnId>;
    readonly contributed: ParticipantId[];
  } = {
    id: RoundId.parse('r1'),
    turns: new Map(),
    contributed: [],
  };

  /** Begins it with everybody ready. */
  constructor({ type: _, ...start }: StartDesign) {
    const everybody = start.participants.map(({ id }) => id);
    this.step(
      { type: 'design_started', ...start },
      ...everybody.map((id) => this.#session(id)),
      this.at('spawning'),
    );
    for (const id of everybody.slice(0, -1)) this.step(this.#ready(id));
  }

  /** Records these at one time; the next come later by as long as each of them takes. */
  step(...events: readonly Told[]): this {
    for (const event of events) this.world.tell(event);
    this.world.later(events.length * EVENT_MS);
    return this;
  }

  /** The last of all is ready, and these follow. */
  allReady(...then: readonly Told[]): this {
    const last = this.world.design.participants.at(-1);
    if (last === undefined) throw new Error('nobody takes part');
    return this.step(this.#ready(last.id), ...then);
  }

  at(step: Step): Told {
    const [status, phase] = AT[step] ?? [];
    if (status === undefined || phase === undefined) throw new Error(`nothing is told of ${step}`);
    return { type: 'status_changed', status, phase, step };
  }

  /** Opens a round in which these are asked. */
  opens(kind: RoundKind, names: readonly string[], points: readonly `D${number}`[] = []): Told[] {
    this.#rounds += 1;
    const asked = names.map((name) => ParticipantId.parse(name));
    const roundId = RoundId.parse(`r${this.#rounds}`);
    const turns = new Map(asked.map((id) => [id as string, TurnId.parse(this.#id('trn'))]));
    this.#open = { id: roundId, turns, contributed: [] };
    return [
      {
        type: 'round_opened',
        roundId,
        kind,
        points:
          points.length === 0
            ? []
            : asked.map((participant) => ({ participant, divergences: [...points] })),
        asked,
        deadlineAt: this.world.now + ROUND_MS,
      },
      ...asked.map((participant): Told => {
        const sessionId = this.world.session(participant).id;
        return { type: 'turn_started', participant, ...this.#turn(participant), sessionId };
      }),
    ];
  }

  /** Closes the open round, in which everybody who did not contribute was excused. */
  closes(): Told {
    const { id: roundId, turns, contributed } = this.#open;
    const excused = [...turns.keys()]
      .map((name) => ParticipantId.parse(name))
      .filter((id) => !contributed.includes(id));
    return { type: 'round_closed', roundId, contributed, excused };
  }

  /** Has a participant contribute this to the open round; `then` is recorded with it. */
  speaks(name: string, submission: Submission, then: () => readonly Told[] = () => []): this {
    const participant = ParticipantId.parse(name);
    const turn = this.#turn(participant);
    this.step({
      type: 'model_answered',
      participant,
      turnId: turn.turnId,
      model: 'claude-opus-5-5',
      stopReason: 'tool_use',
      usage: { inputTokens: 10, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 5 },
      costUsd: TURN_USD,
      latencyMs: 200,
    });
    const author = { participant, ...turn };
    const { tool, input } = submission;
    const confidence = 'confidence' in input ? input.confidence : null;
    this.#open.contributed.push(participant);
    return this.step(
      this.#contribution(submission, author),
      ...(confidence === null
        ? []
        : [{ type: 'confidence_given' as const, ...author, confidence }]),
      { type: 'tool_invoked', turnId: turn.turnId, participant, tool, result: 'ok', latencyMs: 0 },
      {
        type: 'turn_finished',
        ...author,
        outcome: tool === 'pass' ? 'passed' : 'spoke',
        error: null,
      },
      ...then(),
    );
  }

  /** Loses a participant for good in the open round. */
  loses(name: string, cause: CrashCause): this {
    const before = this.world.history.length;
    tellDead(this.world, name, cause);
    this.world.later((this.world.history.length - before) * EVENT_MS);
    return this;
  }

  #contribution(submission: Submission, author: Author): Told {
    const { design } = this.world;
    const sha256 = sealOf(design, author.participant, submission, []);
    switch (submission.tool) {
      case 'pass':
        return { type: 'questions_asked', ...author, questions: [], ...submission.input };
      case 'ask_questions':
        return { type: 'questions_asked', ...author, ...submission.input, rationale: '' };
      case 'submit_proposal':
        return {
          type: 'proposal_sealed',
          ...author,
          proposal: submission.input,
          sha256,
          citations: [],
        };
      case 'submit_composite':
        return { type: 'composite_submitted', ...author, composite: submission.input, sha256 };
      case 'submit_audit':
        return { type: 'audit_submitted', ...author, audit: submission.input, citations: [] };
      case 'sign':
        return {
          type: 'signature_given',
          ...author,
          ...submission.input,
          sha256: decidedOf(design)?.sha256 ?? '',
        };
      case 'map_divergences': {
        const { agreements, divergences, lone } = submission.input;
        const numbered = divergences.map((each, index) =>
          mapPositions(design, each, `D${index + 1}`),
        );
        return { type: 'divergences_mapped', ...author, agreements, divergences: numbered, lone };
      }
      case 'argue':
        return { type: 'position_argued', ...author, ...this.#argued(submission.input) };
      default:
        throw new Error(`nothing is told of ${submission.tool}`);
    }
  }

  /** Of an argument on one difference. */
  #argued({ points: [point] }: SubmissionInput<'argue'>) {
    if (point === undefined) throw new Error('who argues has a point');
    const { difference, now, answer, ...words } = point;
    const divergenceId = DivergenceId.parse(`D${difference}`);
    const divergence = divergenceOf(this.world.design, divergenceId);
    const position = positionOf(divergence, now) ?? '';
    return { ...words, divergenceId, argument: answer, position, check: null };
  }

  #ready(participant: ParticipantId): Told {
    const sessionId = this.world.session(participant).id;
    return { type: 'session_ready', participant, sessionId, pid: 4_000, process: '' };
  }

  #session(participant: ParticipantId): Told {
    return {
      type: 'session_started',
      participant,
      sessionId: SessionId.parse(this.#id('ses')),
      origin: 'first',
    };
  }

  #turn(participant: ParticipantId): Omit<Author, 'participant'> {
    const turnId = this.#open.turns.get(participant);
    if (turnId === undefined) throw new Error(`${participant} is not asked in ${this.#open.id}`);
    return { roundId: this.#open.id, turnId };
  }

  #id(prefix: 'ses' | 'trn'): string {
    this.#ids += 1;
    return `${prefix}_0192f3aa-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }
}
