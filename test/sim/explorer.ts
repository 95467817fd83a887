import type { Core } from './core-module.ts';
import { checkExpectation, checkStep } from './invariants.ts';
import { type Move, movesOf } from './moves.ts';
import { projectionOf } from './projection.ts';
import { Samples } from './samples.ts';
import { advance, type Node, startDesign, take, Violation } from './step.ts';
import { Trail, walk } from './trail.ts';
import { Visited } from './visited.ts';
import { startOf, type World } from './world.ts';

export interface Bounds {
  readonly maxStates: number;
  /** Of how many new states one is looked at more closely (`samples.ts`). */
  readonly sampleEvery: number;
}

export interface Exploration {
  readonly world: string;
  /** Distinct states, up to what makes no difference (`projection.ts`). */
  readonly states: number;
  /** Commands tried in them. */
  readonly transitions: number;
  /** Commands on the longest of the shortest paths. */
  readonly depth: number;
  readonly seconds: number;
  /** Whether the world was seen whole: not if a bound or a violation ended the exploration. */
  readonly whole: boolean;
  readonly violation: Counterexample | null;
}

/** The fewest commands that break a rule, in words. */
export interface Counterexample {
  readonly rule: string;
  readonly message: string;
  readonly commands: readonly string[];
}

/**
 * Tries every command in every state that can be reached in a world, breadth first, so that the
 * first violation has a shortest path. Ends at the first.
 */
export function explore(core: Core, world: World, bounds: Bounds): Exploration {
  const began = performance.now();
  const search = new Search(core, world, bounds);
  const violation = search.run();
  const seconds = (performance.now() - began) / 1_000;
  const { states, transitions, depth, whole } = search;
  return { world: world.name, states, transitions, depth, seconds, whole, violation };
}

interface Found {
  readonly node: Node;
  /** Its place in the order of discovery. */
  readonly number: number;
}

class Search {
  transitions = 0;
  depth = 0;
  whole = false;
  readonly #core: Core;
  readonly #world: World;
  readonly #bounds: Bounds;
  readonly #samples: Samples;
  readonly #visited = new Visited();
  readonly #trail = new Trail();
  /**
   * The state and the move that are being tried: the end of the path, should it break something.
   */
  #trying = { number: 0, ordinal: 0 };

  constructor(core: Core, world: World, bounds: Bounds) {
    this.#core = core;
    this.#world = world;
    this.#bounds = bounds;
    this.#samples = new Samples(core, world, bounds.sampleEvery);
  }

  get states(): number {
    return this.#visited.size;
  }

  run(): Counterexample | null {
    try {
      this.#searchAll();
      return null;
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.whole = false;
      const path = [...this.#trail.pathTo(this.#trying.number), this.#trying.ordinal];
      return {
        rule: error.rule,
        message: error.message,
        commands: walk(this.#core, this.#world, path).commands,
      };
    }
  }

  #searchAll(): void {
    const { node } = startDesign(this.#core, startOf(this.#world));
    this.#visited.add(projectionOf(this.#world, node));
    let level: Found[] = [{ node, number: 0 }];
    while (level.length > 0) {
      const next: Found[] = [];
      for (const found of level) {
        this.#expand(found, next);
        if (this.states >= this.#bounds.maxStates) return;
      }
      if (next.length > 0) this.depth++;
      level = next;
    }
    this.whole = true;
  }

  #expand({ node, number }: Found, next: Found[]): void {
    const from = projectionOf(this.#world, node);
    const moves = movesOf(this.#world, node, this.#core.timersOf(node.design));
    for (let ordinal = 0; ordinal < moves.length; ordinal++) {
      const move = moves[ordinal];
      if (move === undefined) continue;
      this.#trying = { number, ordinal };
      this.transitions++;
      const reached = this.#try(node, move);
      if (reached === null) continue;
      const text = projectionOf(this.#world, reached);
      if (text !== from && move.expect !== 'goes_on')
        throw new Violation('duplicates', `it must change nothing: from ${from} to ${text}`);
      if (this.#visited.add(text)) {
        const found = { node: reached, number: this.#trail.push(number, ordinal) };
        this.#samples.first(text, found.node, found.number, this.#trail);
        next.push(found);
      } else if (text !== from) {
        this.#samples.again(text, reached);
      }
    }
  }

  /** The node that a move leads to, or `null` if it leads nowhere. */
  #try(node: Node, move: Move): Node | null {
    const step = take(this.#core, node.design, move.command);
    checkExpectation(move, step);
    if (step === null || step.events.length === 0) return null;
    checkStep(this.#core, step);
    const reached = advance(node, step);
    checkLedger(reached);
    return reached;
  }
}

/** T1: the turns that are open by the events are those that are open in the design. */
function checkLedger({ design, openTurns }: Node): void {
  let open = 0;
  for (const turn of design.turns) {
    if (turn.outcome !== 'open') continue;
    open++;
    if (!openTurns.includes(turn.id))
      throw new Violation('T1', `${turn.participant} has a turn that was finished`);
  }
  if (open !== openTurns.length)
    throw new Violation('T1', `${openTurns.length} turns are open, and ${open} are known`);
}
