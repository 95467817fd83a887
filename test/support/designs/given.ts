import { decidedOf } from '#core/decision/decided.ts';
import { groundsOf } from '#core/decision/grounds.ts';
import { limitShown, type ShownText } from '#core/questions/quoting/shown.ts';
import { listSaidBetween } from '#core/thread/desired-messages.ts';
import type { CheckedCitation } from '#core/vocabulary/checked.ts';
import type { Command, CommandOf, Refusal } from '#core/vocabulary/commands.ts';
import type { Design, Turn } from '#core/vocabulary/design.ts';
import { type Effect, effectsOf } from '#core/vocabulary/effects.ts';
import type { GateChoice, Step, Unavailable } from '#core/vocabulary/event-parts.ts';
import { DesignEvent, type EventOf } from '#core/vocabulary/events.ts';
import { type GateId, ParticipantId, type SessionId, type TimerId } from '#core/vocabulary/ids.ts';
import { findParticipant } from '#core/vocabulary/participants.ts';
import {
  type CrashCause,
  isLive,
  type ParticipantState,
  participantStateOf,
  type Session,
} from '#core/vocabulary/session.ts';
import { openGate } from '#core/vocabulary/status.ts';
import type { Submission } from '#core/vocabulary/submission.ts';
import { type CommandResult, decide } from '#core/workflow/decide.ts';
import { evolve } from '#core/workflow/evolve.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { keepDefined } from '#foundation/keep-defined.ts';
import { sealOf } from '#turns/checks/seal.ts';
import { parseFixture } from './fixture.ts';
import {
  type Beginning,
  DEFAULT_SCRIPT,
  type Script,
  startDesign,
  THREE_QUESTIONS,
} from './given-start.ts';
import { refuting } from './given-submission.ts';

const START = Date.UTC(2026, 10, 20, 9);
const MAX_LOSSES = 10;
export const ARCHIVED = 'The channel is archived: unarchive it.';

/** A design that has just started, now: every session has its id, none is ready. */
export function given(beginning: Beginning = {}, now = START): World {
  const world = new World(beginning.says ?? {}, now);
  world.when(startDesign(beginning));
  return world;
}

/** A design in which people are asked `THREE_QUESTIONS`. */
export function answering(): World {
  return given({ says: THREE_QUESTIONS }).reach('answering');
}

/** All events of one type, in order. */
export function of<Type extends DesignEvent['type']>(
  events: readonly DesignEvent[],
  type: Type,
): EventOf<Type>[] {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}

export function types(events: readonly DesignEvent[]): string[] {
  return events.map((event) => event.type);
}

export function causeOf(kind: CrashCause['kind'], detail: string = kind): CrashCause {
  return { kind, detail, diagnostics: '' };
}

/** An event without its time, which is now. */
export type Untimed<Event> = Event extends DesignEvent
  ? Omit<Event, 'at'> & { at?: number }
  : never;

/** One design and everything that happens to it. After every command it is checked to be sound. */
export class World {
  readonly history: DesignEvent[] = [];
  /** What the last command made the runtime do. */
  effects: Effect[] = [];
  now: number;
  /** What a model costs in each turn that contributes; without it none is asked. */
  turnUsd?: number | null;
  #design: Design | null = null;
  #uuids = 0;
  readonly #script: Script;
  readonly #listeners: ((event: DesignEvent) => void)[] = [];

  constructor(script: Script, now = START) {
    this.#script = script;
    this.now = now;
  }

  /** A design with these events behind it. */
  static after(events: readonly DesignEvent[]): World {
    const world = new World({}, events.at(-1)?.at);
    for (const event of events) world.#design = evolve(world.#design, event);
    world.history.push(...events);
    return world;
  }

  get design(): Design {
    if (this.#design === null) throw new Error('this design has not started');
    return this.#design;
  }

  /** Hears every event from now on. */
  onEvent(listener: (event: DesignEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Carries the command out and gives its events. */
  when(command: Command): readonly DesignEvent[] {
    const decision = this.do(command);
    if (!decision.accepted)
      throw new Error(`${command.type} was refused: ${decision.refusal.message}`);
    return decision.events;
  }

  /** Carries the command out, unless it is refused. */
  do(command: Command): CommandResult {
    const decision = decide(this.#design, command, this.#stamp());
    if (!decision.accepted) return decision;
    this.effects = [];
    for (const event of decision.events) {
      parseFixture(DesignEvent, event.type, event);
      const before = this.#design;
      this.#design = evolve(before, event);
      this.history.push(event);
      this.effects.push(...effectsOf(this.design, event), ...listSaidBetween(before, this.design));
    }
    this.#assertSound();
    for (const event of decision.events) for (const listener of this.#listeners) listener(event);
    return decision;
  }

  /**
   * What a command comes to, whole: its events, each without its time where that is now, or its
   * refusal.
   */
  outcome(command: Command): readonly object[] | Refusal {
    const { now } = this;
    const decision = this.do(command);
    if (!decision.accepted) return decision.refusal;
    return decision.events.map(({ at, ...event }) => (at === now ? event : { at, ...event }));
  }

  /** An event that no command of these worlds records. */
  tell(untimed: Untimed<DesignEvent>): this {
    const event = parseFixture(DesignEvent, untimed.type, { at: this.now, ...untimed });
    this.#design = evolve(this.#design, event);
    this.history.push(event);
    return this;
  }

  /** The refusal that the command is answered with. */
  refuses(command: Command): Refusal {
    const decision = decide(this.#design, command, this.#stamp());
    if (decision.accepted) throw new Error(`${command.type} was accepted`);
    return decision.refusal;
  }

  /** The same design, to go on from in another way. */
  fork(): World {
    const other = new World(this.#script);
    other.history.push(...this.history);
    other.now = this.now;
    other.#design = this.#design;
    other.#uuids = this.#uuids;
    return other;
  }

  later(ms: number): this {
    this.now += ms;
    return this;
  }

  /** The message with what is asked now is in the thread. */
  posted(): this {
    const gate = openGate(this.design);
    this.when({ type: 'report_posted', message: gate === null ? 'questions' : `gate ${gate.id}` });
    return this;
  }

  /** The channel is archived. */
  unreachable(isFirst = false): this {
    this.when({ type: 'report_unreachable', reason: ARCHIVED, isFirst });
    return this;
  }

  ready(name: string, sessionId = this.session(name).id): readonly DesignEvent[] {
    return this.when({ type: 'report_session_ready', sessionId, pid: 4_000, process: '' });
  }

  /** Loses the newest session of this participant. */
  loses(name: string, cause: CrashCause = causeOf('killed')): readonly DesignEvent[] {
    return this.reportLoss(this.session(name).id, cause);
  }

  reportLoss(sessionId: SessionId, cause: CrashCause = causeOf('killed')): readonly DesignEvent[] {
    return this.when({ type: 'report_session_lost', sessionId, cause });
  }

  /**
   * Loses each session of this participant until nothing stands in for it, however often that is.
   */
  dies(name: string, cause?: CrashCause): readonly DesignEvent[] {
    for (let losses = 1; losses < MAX_LOSSES; losses++) {
      const events = this.loses(name, cause);
      if (this.state(name) === 'dead') return events;
    }
    throw new Error(`${name} is not dead after ${MAX_LOSSES} losses`);
  }

  submits(
    name: string,
    submission: Submission,
    turnId = this.turn(name).id,
    citations: CheckedCitation[] = [],
  ): readonly DesignEvent[] {
    return this.when(this.#submitting(name, refuting(this.design, submission), turnId, citations));
  }

  /** Submits once more after as many refusals as a turn may get. */
  submitsLast(name: string, submission: Submission): readonly DesignEvent[] {
    return this.when({ ...this.#submitting(name, submission), isLastTry: true });
  }

  refusesSubmission(name: string, submission: Submission): Refusal {
    return this.refuses(this.#submitting(name, submission));
  }

  #submitting(
    name: string,
    submission: Submission,
    turnId = this.turn(name).id,
    citations: CheckedCitation[] = [],
  ): CommandOf<'submit'> {
    const { design } = this;
    // A signature stands under what was recorded, also where that was recorded for a test alone.
    if (submission.tool === 'sign') {
      const sha256 = decidedOf(design)?.sha256 ?? '';
      return { type: 'submit', turnId, submission, sha256, citations, latencyMs: 0 };
    }
    const sha256 = sealOf(design, ParticipantId.parse(name), submission, citations);
    const grounds = groundsOf(design, submission);
    return {
      type: 'submit',
      turnId,
      submission,
      sha256,
      citations,
      ...keepDefined({ grounds }),
      latencyMs: 0,
    };
  }

  /** Submits whatever is in order for the turn that this participant has. */
  contributes(name: string): readonly DesignEvent[] {
    const turn = this.turn(name);
    const kind = this.design.rounds.find((round) => round.id === turn.roundId)?.kind;
    if (kind === undefined) throw new Error(`${name} has a turn in no round`);
    const say = this.#script[kind] ?? DEFAULT_SCRIPT[kind];
    if (this.turnUsd !== undefined) this.spends(name, this.turnUsd);
    return this.submits(name, say(this.design, turn.participant));
  }

  /** Ends this participant's turn without a submission. */
  fails(
    name: string,
    outcome: 'refused' | 'timed_out' | 'model_error' = 'model_error',
    errorClass = 'overloaded',
  ): readonly DesignEvent[] {
    const error = { class: errorClass, message: `the model: ${errorClass}`, retryable: true };
    return this.when({ type: 'fail_turn', turnId: this.turn(name).id, outcome, error });
  }

  /** The model of this participant's turn cannot be used for now. */
  becalms(name: string, changes: Partial<Unavailable> = {}): readonly DesignEvent[] {
    const turn = this.turn(name);
    const { model } = findParticipant(this.design, turn.participant);
    const met = {
      cause: 'overloaded',
      endpoint: 'Anthropic',
      since: this.now,
      againAt: null,
    } as const;
    const unavailable = { ...met, model, ...changes };
    const error = {
      class: unavailable.cause,
      message: 'the endpoint answered 529',
      retryable: true,
    };
    return this.when({
      type: 'fail_turn',
      turnId: turn.id,
      outcome: 'model_error',
      error,
      unavailable,
    });
  }

  deadline(timerId: TimerId): readonly DesignEvent[] {
    return this.when({ type: 'pass_deadline', timerId });
  }

  replies(
    text: string,
    author = 'Ben',
    questionId: `Q${number}` | null = null,
  ): readonly DesignEvent[] {
    const replyId = `m${this.history.length}`;
    return this.when({ type: 'record_reply', replyId, author, text, questionId });
  }

  says(
    replyId: string,
    said: string | ShownText,
    author = 'Ben',
    authorId?: string,
  ): readonly DesignEvent[] {
    const words = limitShown(typeof said === 'string' ? { text: said } : said);
    return this.when({
      type: 'record_reply',
      replyId,
      author,
      authorId,
      ...words,
      questionId: null,
    });
  }

  decidesGate(
    choice: GateChoice,
    gateId: GateId = this.design.gates.at(-1)?.id ?? 'gate-1',
    note = '',
  ): readonly DesignEvent[] {
    return this.when({ type: 'decide_gate', gateId, choice, note, by: 'Ana' });
  }

  settles(
    divergenceId: `D${number}`,
    position: string,
    note = '',
    by = 'Ana',
  ): readonly DesignEvent[] {
    return this.when({ type: 'settle_divergence', divergenceId, position, note, by });
  }

  /**
   * Of the answers to Q1 that differ, this person's holds, says another: one who differs, or who
   * may decide.
   */
  takes(answer: string, by: string, byId?: string): readonly DesignEvent[] {
    return this.when({ type: 'take_answer', questionId: 'Q1', answer, by, byId });
  }

  cancels(): readonly DesignEvent[] {
    return this.when({ type: 'cancel', by: 'Ana', reason: 'no longer needed' });
  }

  spends(
    name: string,
    costUsd: number | null,
    more: { readonly readInPart?: true } = {},
  ): readonly DesignEvent[] {
    return this.when({
      type: 'report_model_answer',
      turnId: this.turn(name).id,
      model: 'claude-opus-5-5',
      stopReason: 'tool_use',
      usage: { inputTokens: 10, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 5 },
      costUsd,
      latencyMs: 200,
      ...more,
    });
  }

  everyoneReady(): this {
    for (const { id, sessions } of this.design.participants)
      if (sessions.at(-1)?.state === 'starting') this.ready(id);
    return this;
  }

  /** Everybody with an open turn contributes, in the order in which they were asked. */
  everyoneContributes(): this {
    this.#wokenReady();
    for (const turn of this.openTurns()) this.contributes(turn.participant);
    return this;
  }

  /** What people have said so far is read, and nothing in it is matched or left open. */
  readsReplies(): this {
    while (this.design.rounds.at(-1)?.kind === 'matching' && this.openTurns().length > 0)
      this.contributes('synthesizer');
    return this;
  }

  /** Goes on, with everything in order, until the design is at this step. */
  reach(step: Step): this {
    for (let moves = 0; this.design.step !== step; moves++) {
      if (moves > 100 || this.design.end !== null)
        throw new Error(`${step} is not reached: ${this.design.step}`);
      this.#goOn();
    }
    return this;
  }

  reachEnd(): this {
    for (let moves = 0; this.design.end === null; moves++) {
      if (moves > 100) throw new Error(`the design hangs in ${this.design.step}`);
      this.#goOn();
    }
    return this;
  }

  sessions(name: string): readonly Session[] {
    const found = this.design.participants.find((participant) => participant.id === name);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found.sessions;
  }

  state(name: string): ParticipantState {
    return participantStateOf(this.sessions(name));
  }

  session(name: string): Session {
    const last = this.sessions(name).at(-1);
    if (last === undefined) throw new Error(`${name} has no session`);
    return last;
  }

  openTurns(): Turn[] {
    return this.design.turns.filter((turn) => turn.outcome === 'open');
  }

  /** That of this one, or the first of all; who is woken for it is ready first. */
  turn(name?: string): Turn {
    this.#wokenReady(name);
    const open = this.openTurns().find(
      ({ participant }) => name === undefined || participant === name,
    );
    if (open === undefined) throw new Error(`${name ?? 'nobody'} is not being asked`);
    return open;
  }

  /** Who is being asked now, and in which round. */
  askedIn(): Record<string, string> {
    return Object.fromEntries(this.openTurns().map((turn) => [turn.participant, turn.roundId]));
  }

  #wokenReady(name?: string): void {
    for (const { id, sessions } of this.design.participants) {
      const { state, origin } = sessions.at(-1) ?? {};
      if ((name === undefined || name === id) && state === 'starting' && origin === 'wake')
        this.ready(id);
    }
  }

  #goOn(): void {
    const { design } = this;
    const gate = design.gates.at(-1);
    if (this.openTurns().length > 0) this.everyoneContributes();
    else if (design.settled !== null) this.when({ type: 'report_files_written', files: [] });
    else if (design.answering !== null) this.when({ type: 'go_on', by: 'Ana' });
    else if (gate?.decision === null)
      this.decidesGate(gate.choices.includes('accept') ? 'accept' : 'stop', gate.id);
    else this.everyoneReady();
  }

  #stamp() {
    const uuids = Array.from({ length: 40 }, () => {
      this.#uuids += 1;
      return `0192f3aa-0000-7000-8000-${String(this.#uuids).padStart(12, '0')}`;
    });
    return { at: this.now, uuids };
  }

  /**
   * T1 and the end, whatever a test is about: no turn ends twice, and nothing outlives its design.
   */
  #assertSound(): void {
    const ended = of(this.history, 'turn_finished').map((event) => event.turnId);
    if (new Set(ended).size < ended.length) throw new Error('T1: a turn ended twice');
    if (of(this.history, 'design_ended').length > 1) throw new Error('C19: the design ended twice');
    if (this.design.end === null) return;
    const live = this.design.participants.flatMap(({ sessions }) => sessions.filter(isLive));
    if (this.openTurns().length + live.length + timersOf(this.design).length > 0)
      throw new Error('an ended design has an open turn, a live session or an armed timer');
  }
}
