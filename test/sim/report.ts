import type { Exploration } from './explorer.ts';
import type { Mutant } from './mutant.ts';

const WIDTHS = { world: 68, states: 11, transitions: 13, depth: 7, seconds: 8 } as const;

export function heading(): string {
  return row('world', 'states', 'transitions', 'longest', 'seconds');
}

/** One world's figures; `longest`: the commands to the state that takes most of them to reach. */
export function worldLine({
  world,
  states,
  transitions,
  depth,
  seconds,
  violation,
  whole,
}: Exploration): string {
  const line = row(world, count(states), count(transitions), String(depth), seconds.toFixed(1));
  return whole || violation !== null ? line : `${line}  (cut short)`;
}

export function sumLine(explored: readonly Exploration[], seconds: number): string {
  const sum = (of: (each: Exploration) => number) =>
    explored.reduce((total, each) => total + of(each), 0);
  const depth = Math.max(0, ...explored.map((each) => each.depth));
  const [states, transitions] = [sum((each) => each.states), sum((each) => each.transitions)];
  return row(
    `${explored.length} worlds`,
    count(states),
    count(transitions),
    String(depth),
    seconds.toFixed(1),
  );
}

function row(
  world: string,
  states: string,
  transitions: string,
  depth: string,
  seconds: string,
): string {
  return [
    world.padEnd(WIDTHS.world),
    states.padStart(WIDTHS.states),
    transitions.padStart(WIDTHS.transitions),
    depth.padStart(WIDTHS.depth + 1),
    seconds.padStart(WIDTHS.seconds),
  ].join('');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A counter-example as a list of commands from the start, shortest first found. */
export function violationText({ world, violation }: Exploration): string {
  if (violation === null) return '';
  const commands = violation.commands.map(
    (command, index) => `  ${String(index + 1).padStart(3)}. ${command}`,
  );
  return [`${violation.rule} is broken in "${world}": ${violation.message}`, ...commands].join(
    '\n',
  );
}

export function mutantLine(mutant: Mutant, { violation, states }: Exploration): string {
  const what = `${mutant.rule.padEnd(4)}the core that ${mutant.mistake}`;
  if (violation === null) return `MISSED ${what} (${count(states)} states)`;
  return `found  ${what}: ${violation.message} (${violation.commands.length} commands)`;
}
