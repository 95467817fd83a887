import type { Core } from './core-module.ts';
import { describe } from './describe.ts';
import { movesOf, type Report } from './moves.ts';
import { projectionOf } from './projection.ts';
import { advance, type Node, take, Violation } from './step.ts';
import type { World } from './world.ts';

/** More commands than any design in a small world takes to its end. */
const MAX_COMMANDS = 100;
/** Commands that carry a design on to its end rather than break it off. */
const ONWARD: ReadonlySet<Report['type']> = new Set<Report['type']>([
  'report_session_ready',
  'submit',
  'go_on',
  'decide_gate',
  'report_files_written',
]);

interface Successor {
  readonly type: Report['type'];
  readonly text: string;
  readonly node: Node;
}

/**
 * Walks two states that have one projection side by side to the end. On the way both must always
 * have the same moves, and these must lead to the same projections. One step would not do: what the
 * projection lacks may show only at the end, and the state that was taken for visited is not gone
 * on from. Which way is taken depends on `seed`.
 */
export function checkAlike(core: Core, world: World, one: Node, other: Node, seed: number): void {
  let [left, right] = [one, other];
  for (let count = 0; count < MAX_COMMANDS && left.design.end === null; count++) {
    const here = successors(core, world, left);
    const there = successors(core, world, right);
    const different = [...here].filter(([move, { text }]) => there.get(move)?.text !== text);
    const [only] =
      different.length > 0 ? different : [...there].filter(([move]) => !here.has(move));
    if (only !== undefined) {
      const texts = `${here.get(only[0])?.text ?? 'no such move'} / ${there.get(only[0])?.text ?? 'no such move'}`;
      throw new Violation(
        'soundness',
        `two states of one projection differ in "${only[0]}": ${texts}`,
      );
    }
    const onward = [...here].filter(([, { type }]) => ONWARD.has(type));
    const ways = onward.length > 0 ? onward : [...here];
    const [move, next] = ways[(seed + count * 7) % ways.length] ?? [];
    const beside = there.get(move ?? '');
    if (next === undefined || beside === undefined) return;
    [left, right] = [next.node, beside.node];
  }
}

/**
 * What the moves lead to, by the move in words without ids. Those that must change nothing are
 * checked everywhere.
 */
function successors(core: Core, world: World, node: Node): Map<string, Successor> {
  const found = new Map<string, Successor>();
  for (const { command, expect } of movesOf(world, node, core.timersOf(node.design))) {
    const step = expect === 'goes_on' ? take(core, node.design, command) : null;
    if (step === null) continue;
    const reached = advance(node, step);
    const move = withoutIds(describe(node.design, command));
    found.set(move, { type: command.type, text: projectionOf(world, reached), node: reached });
  }
  return found;
}

/**
 * Numbers of rounds, gates and questions are ids; which of the turns that are over came late does
 * not matter.
 */
function withoutIds(text: string): string {
  return text
    .replace(/\b(round:)?r\d+\b|\bgate(-|:gate-)\d+|\bQ\d+\b/g, '#')
    .replace(/^\S+ turn in # \(\w+, (?!open)\w+\)/, 'a turn that is over');
}
