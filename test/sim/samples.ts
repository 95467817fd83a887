import { isDeepStrictEqual } from 'node:util';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { Core } from './core-module.ts';
import { movesOf } from './moves.ts';
import { checkAlike } from './soundness.ts';
import { advance, type Node, stampFor, take, Violation } from './step.ts';
import { type Trail, walk } from './trail.ts';
import type { World } from './world.ts';

/** Commands within which a design must have ended when no person lifts a finger. */
const MAX_COMMANDS_TO_THE_END = 200;
/** How many states with the same projection a kept one is compared with. */
const MAX_COMPARISONS = 3;

/** What is too dear to be looked at in each state, looked at in one of so many. */
export class Samples {
  readonly #core: Core;
  readonly #world: World;
  readonly #every: number;
  /** States to compare others with, by their projection. */
  readonly #kept = new Map<string, { node: Node; number: number; compared: number }>();

  constructor(core: Core, world: World, every: number) {
    this.#core = core;
    this.#world = world;
    this.#every = every;
  }

  /** A state that is new. */
  first(text: string, node: Node, number: number, trail: Trail): void {
    if (number % this.#every !== 0) return;
    this.#kept.set(text, { node, number, compared: 0 });
    checkReplay(this.#core, this.#world, node, trail.pathTo(number));
    checkDeterminism(this.#core, this.#world, node);
    checkEndsByItself(this.#core, this.#world, node);
  }

  /**
   * A state with a projection that was seen before: if that one was kept, the two must behave
   * alike.
   */
  again(text: string, node: Node): void {
    const kept = this.#kept.get(text);
    if (kept === undefined || kept.compared === MAX_COMPARISONS) return;
    kept.compared++;
    checkAlike(this.#core, this.#world, kept.node, node, kept.number + kept.compared);
  }
}

/**
 * The same commands lead to the same design; its events are valid, and add up to it after a trip
 * through JSON.
 */
function checkReplay(core: Core, world: World, node: Node, path: readonly number[]): void {
  const walked = walk(core, world, path);
  if (!isDeepStrictEqual(walked.node.design, node.design))
    throw new Violation('determinism', 'the same commands lead to another design');
  let design: Design | null = null;
  for (const event of walked.events) {
    const stored: unknown = JSON.parse(JSON.stringify(event));
    const parsed = DesignEvent.safeParse(stored);
    if (!parsed.success)
      throw new Violation('P7', `${event.type} does not pass its schema: ${parsed.error.message}`);
    design = core.evolve(design, parsed.data);
  }
  if (!isDeepStrictEqual(design, node.design))
    throw new Violation('replay', 'replaying the events gives another design');
  if (design !== null && !isDeepStrictEqual(core.wanted(design), core.wanted(node.design)))
    throw new Violation('replay', 'replaying the events gives another thread');
}

/** Deciding is pure: asked twice it answers the same, and the design is as it was. */
function checkDeterminism(core: Core, world: World, node: Node): void {
  const before = structuredClone(node.design);
  for (const { command } of movesOf(world, node, core.timersOf(node.design))) {
    const one = core.decide(node.design, command, stampFor(node.design));
    const other = core.decide(before, command, stampFor(node.design));
    if (!isDeepStrictEqual(one, other))
      throw new Violation('determinism', `${command.type} has two answers`);
  }
  if (!isDeepStrictEqual(before, node.design))
    throw new Violation('determinism', 'deciding has changed the design');
}

/**
 * No design is stuck: with what is under way and its timers alone, without a person, it comes to an
 * end.
 */
function checkEndsByItself(core: Core, world: World, from: Node): void {
  let node = from;
  for (let count = 0; count < MAX_COMMANDS_TO_THE_END; count++) {
    if (node.design.end !== null) return;
    const moves = movesOf(world, node, core.timersOf(node.design)).filter(
      (each) => each.expect === 'goes_on',
    );
    const next =
      moves.find(({ command: { type } }) => UNDER_WAY.has(type)) ??
      moves.find(({ command: { type } }) => type === 'pass_deadline');
    if (next === undefined)
      throw new Violation('stuck', `nothing follows in the step ${node.design.step}`);
    const step = take(core, node.design, next.command);
    if (step === null) throw new Violation('stuck', `${next.command.type} was refused`);
    node = advance(node, step);
  }
  throw new Violation('stuck', `no end after ${MAX_COMMANDS_TO_THE_END} commands`);
}

const UNDER_WAY: ReadonlySet<string> = new Set([
  'report_session_ready',
  'submit',
  'report_posted',
  'report_files_written',
]);
