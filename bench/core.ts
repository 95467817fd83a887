/**
 * `node bench/core.ts`: the cost of a command in the pure core (decide, then evolve), over whole
 * simulated designs, and the events replayed per second. The aim is at least 100,000 a second on
 * one core.
 *
 * Two designs: an ordinary one of five personas, and the largest that the bounds allow, in which
 * everyone crashes once and every divergence is argued twice. Medians of several runs, taken in
 * turn.
 */

import { BOUNDS } from '../src/core/vocabulary/bounds.ts';
import type { Command, StartDesign } from '../src/core/vocabulary/commands.ts';
import type { Design, Turn } from '../src/core/vocabulary/design.ts';
import type { DesignEvent } from '../src/core/vocabulary/events.ts';
import { ParticipantId } from '../src/core/vocabulary/ids.ts';
import type { Submission } from '../src/core/vocabulary/submission.ts';
import { decide } from '../src/core/workflow/decide.ts';
import { evolve, replay } from '../src/core/workflow/evolve.ts';
import { answersTo } from '../test/sim/answers.ts';
import { QUIET, startOf } from '../test/sim/world.ts';
import { describeMachine, judgeAim, medianOf, sizeOf } from './machine.ts';

const RUNS = sizeOf(15, 1);
const WARM_UP_RUNS = sizeOf(5, 0);
const MAX_DIVERGENCES = 8;
const WORLD = { ...QUIET, choosers: 'all' } as const;

interface Shape {
  readonly name: string;
  readonly personas: number;
  readonly divergences: number;
  /** Model answers and tool calls that each turn reports before it ends. */
  readonly reportsPerTurn: number;
  readonly everyoneCrashesOnce: boolean;
}

const ORDINARY: Shape = {
  name: 'five personas',
  personas: 5,
  divergences: 2,
  reportsPerTurn: 12,
  everyoneCrashesOnce: false,
};
const LARGEST: Shape = {
  name: 'the largest design',
  personas: BOUNDS.participants - 2,
  divergences: MAX_DIVERGENCES,
  reportsPerTurn: 25,
  everyoneCrashesOnce: true,
};

interface Simulated {
  readonly events: readonly DesignEvent[];
  readonly commands: number;
  /** Milliseconds inside decide and evolve, of all commands together. */
  readonly totalMs: number;
}

class Simulation {
  readonly events: DesignEvent[] = [];
  commands = 0;
  totalMs = 0;
  #design: Design | null = null;
  #minted = 0;
  readonly #shape: Shape;

  constructor(shape: Shape) {
    this.#shape = shape;
  }

  get design(): Design {
    if (this.#design === null) throw new Error('the design has not started');
    return this.#design;
  }

  run(): Simulated {
    this.#give(startOfShape(this.#shape));
    this.#bringUp();
    for (const participant of this.design.participants) {
      const session = participant.sessions.at(-1);
      if (!this.#shape.everyoneCrashesOnce || session === undefined) continue;
      const cause = { kind: 'exited', detail: 'exited', diagnostics: '' } as const;
      this.#give({ type: 'report_session_lost', sessionId: session.id, cause });
      this.#bringUp();
    }
    while (this.design.end === null) this.#giveNext();
    const { events, commands, totalMs } = this;
    return { events, commands, totalMs };
  }

  #bringUp(): void {
    for (const { sessions } of this.design.participants) {
      const last = sessions.at(-1);
      if (last?.state === 'starting')
        this.#give({ type: 'report_session_ready', sessionId: last.id, pid: 1, process: '' });
    }
  }

  #giveNext(): void {
    const { design } = this;
    const turn = design.turns.find((each) => each.outcome === 'open');
    if (turn !== undefined) this.#takeTurn(turn);
    else if (design.answering !== null) this.#give({ type: 'go_on', by: 'reader' });
    else if (design.settled !== null) this.#give({ type: 'report_files_written', files: [] });
    else {
      const gate = design.gates.at(-1);
      if (gate?.decision !== null) throw new Error(`the simulation is stuck in ${design.step}`);
      this.#give({
        type: 'decide_gate',
        gateId: gate.id,
        choice: 'accept',
        note: '',
        by: 'reader',
      });
    }
  }

  #takeTurn(turn: Turn): void {
    for (let report = 0; report < this.#shape.reportsPerTurn; report++) {
      this.#give(report % 4 === 0 ? modelAnswer(turn) : toolCall(turn));
    }
    const submission = answerTo(this.design, turn, this.#shape.divergences);
    this.#give({
      type: 'submit',
      turnId: turn.id,
      submission,
      sha256: '0'.repeat(64),
      citations: [],
      latencyMs: 0,
    });
  }

  #give(command: Command): void {
    const stamp = { at: 1_000 + this.commands, uuids: this.#uuids() };
    const began = performance.now();
    const decision = decide(this.#design, command, stamp);
    if (!decision.accepted)
      throw new Error(`${command.type} was refused: ${decision.refusal.message}`);
    for (const event of decision.events) this.#design = evolve(this.#design, event);
    this.totalMs += performance.now() - began;
    this.commands++;
    this.events.push(...decision.events);
  }

  #uuids(): string[] {
    return Array.from({ length: 40 }, () => {
      const digits = (this.#minted++).toString(16).padStart(12, '0');
      return `0192f3aa-0000-7000-8000-${digits}`;
    });
  }
}

function startOfShape({ personas }: Shape): StartDesign {
  const small = startOf(WORLD);
  const [template] = small.participants;
  if (template === undefined) throw new Error('a world without personas');
  const ids = Array.from({ length: personas }, (_, index) =>
    ParticipantId.parse(`persona-${index + 1}`),
  );
  const facilitators = small.participants.filter((participant) => participant.role !== 'persona');
  return {
    ...small,
    participants: [...ids.map((id) => ({ ...template, id })), ...facilitators],
    drawnOrder: ids.toReversed(),
  };
}

/**
 * Answers like the explorer's worlds, where nobody gives in, but with the given number of
 * divergences.
 */
function answerTo(design: Design, turn: Turn, divergences: number): Submission {
  const [answer] = answersTo(WORLD, design, turn);
  if (answer === undefined) throw new Error(`no answer to ${turn.roundId}`);
  if (answer.tool !== 'map_divergences') return answer;
  const [first] = answer.input.divergences;
  if (first === undefined) return answer;
  // The same difference is not mapped twice: each has another side of the opponents.
  const claims = first.positions.flatMap((position) => position.claims);
  const all = Array.from({ length: divergences }, (_, index) => ({
    ...first,
    positions: first.positions.map((position, side) => ({
      ...position,
      claims: side === 0 ? claims.slice(0, index + 1) : claims.slice(index + 1),
    })),
  }));
  return { tool: answer.tool, input: { ...answer.input, divergences: all } };
}

function modelAnswer({ id: turnId }: Turn): Command {
  const usage = {
    inputTokens: 900,
    cacheWriteTokens: 0,
    cacheReadTokens: 9_000,
    outputTokens: 400,
  };
  const call = { model: 'a model', stopReason: 'tool_use', costUsd: 0.01, latencyMs: 2_000 };
  return { type: 'report_model_answer', turnId, usage, ...call };
}

function toolCall({ id: turnId }: Turn): Command {
  return { type: 'report_tool_call', turnId, tool: 'read_file', result: 'ok', latencyMs: 3 };
}

function replayMs(events: readonly DesignEvent[]): number {
  const began = performance.now();
  const design = replay(events);
  const totalMs = performance.now() - began;
  if (design?.version !== events.length) throw new Error('the replay is not whole');
  return totalMs;
}

console.log(`${describeMachine()}; medians of ${RUNS} runs\n`);
const rows = [ORDINARY, LARGEST].map((shape) => {
  const { events } = new Simulation(shape).run();
  const commandUs: number[] = [];
  const replayedPerSecond: number[] = [];
  for (let run = -WARM_UP_RUNS; run < RUNS; run++) {
    const { commands, totalMs } = new Simulation(shape).run();
    const took = replayMs(events);
    if (run < 0) continue;
    commandUs.push((totalMs * 1_000) / commands);
    replayedPerSecond.push((events.length * 1_000) / took);
  }
  return {
    design: shape.name,
    events: events.length,
    'decide + evolve, µs per command': Number(medianOf(commandUs).toFixed(1)),
    'replayed per second': Math.round(medianOf(replayedPerSecond)),
    aim: judgeAim(medianOf(replayedPerSecond), '≥', 100_000, ''),
  };
});
console.table(rows);
