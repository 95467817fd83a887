import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { Core } from './core-module.ts';
import { describe } from './describe.ts';
import { movesOf } from './moves.ts';
import { advance, type Node, startDesign, take } from './step.ts';
import { startOf, type World } from './world.ts';

/**
 * How each state was first reached: from which one, and by which of its moves. States are numbered
 * in the order of their discovery, the start being 0.
 */
export class Trail {
  readonly #from: number[] = [0];
  readonly #ordinal: number[] = [0];

  /** Notes a new state and returns its number. */
  push(from: number, ordinal: number): number {
    this.#ordinal.push(ordinal);
    return this.#from.push(from) - 1;
  }

  /**
   * The moves that lead from the start to a state, by their places among the moves of each state.
   */
  pathTo(number: number): number[] {
    const path: number[] = [];
    for (let at = number; at !== 0; at = this.#from[at] ?? 0) path.push(this.#ordinal[at] ?? 0);
    return path.reverse();
  }
}

/**
 * Walks a path again from the start; states are reproducible because ids and times are
 * (`stampFor`).
 */
export function walk(
  core: Core,
  world: World,
  path: readonly number[],
): { node: Node; events: DesignEvent[]; commands: string[] } {
  const { node: first, events: started } = startDesign(core, startOf(world));
  let node = first;
  const events = [...started];
  const commands: string[] = [];
  for (const [index, ordinal] of path.entries()) {
    const move = movesOf(world, node, core.timersOf(node.design))[ordinal];
    if (move === undefined)
      throw new Error(`a path of ${path.length} moves has no move ${index + 1}`);
    commands.push(describe(node.design, move.command));
    // The last command may be the one that breaks something; that is known already.
    if (index === path.length - 1 && isBroken(core, node, move.command)) break;
    const step = take(core, node.design, move.command);
    if (step === null) continue;
    events.push(...step.events);
    node = advance(node, step);
  }
  return { node, events, commands };
}

function isBroken(core: Core, node: Node, command: Parameters<typeof take>[2]): boolean {
  try {
    const step = take(core, node.design, command);
    if (step !== null) advance(node, step);
    return false;
  } catch (error) {
    return error instanceof Error;
  }
}
