/**
 * Tries every command in every state of a world, breadth first, so that the first violation has a
 * shortest path. Two states are the same if no later event can tell them apart.
 */

import type { Command } from '#design/commands.ts';
import type { DesignEvent } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import { sha256Of } from '#support/hash.ts';
import { startCommand } from '#test/support/design-world.ts';
import type { Core } from './core.ts';
import { checkStep, type Step, Violation } from './invariants.ts';
import { type Move, movesOf, type Used } from './moves.ts';
import type { World } from './worlds.ts';

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** `false`: a bound or a violation ended it. */
  readonly isWhole: boolean;
  readonly violation: { rule: string; message: string; path: readonly string[] } | null;
}

interface Node {
  readonly design: Design;
  readonly used: Used;
  readonly now: number;
  readonly ids: number;
  readonly trail: Trail;
}
/** How a state was reached first, without the states between. */
interface Trail {
  readonly text: string;
  readonly before: Trail | null;
}

export function explore(core: Core, world: World, maxStates = 200_000): Exploration {
  const first = startOf(core, world);
  const seen = new Set([projectionOf(core, world, first)]);
  let transitions = 0;
  let level: Node[] = [first];
  while (level.length > 0) {
    const next: Node[] = [];
    for (const node of level) {
      for (const move of movesOf(core, world, node.design, node.used)) {
        transitions++;
        try {
          const reached = take(core, node, move);
          if (reached === null) continue;
          const key = projectionOf(core, world, reached);
          if (seen.has(key)) continue;
          seen.add(key);
          next.push(reached);
        } catch (error) {
          const violation = describe(error, node, move);
          return { states: seen.size, transitions, isWhole: false, violation };
        }
      }
      if (seen.size >= maxStates)
        return { states: seen.size, transitions, isWhole: false, violation: null };
    }
    level = next;
  }
  return { states: seen.size, transitions, isWhole: true, violation: null };
}

function describe(error: unknown, node: Node, move: Move): NonNullable<Exploration['violation']> {
  const path = [move.text];
  for (let each: Trail | null = node.trail; each !== null; each = each.before)
    path.unshift(each.text);
  // What the core itself notices counts as found too.
  const rule = error instanceof Violation ? error.rule : 'invariant';
  const message = error instanceof Error ? error.message : String(error);
  return { rule, message, path };
}

function startOf(core: Core, world: World): Node {
  const made = run(core, null, startCommand(world), 0, 0);
  return {
    design: made.design,
    used: {},
    now: 0,
    ids: made.ids,
    trail: { text: 'it starts', before: null },
  };
}

/** The node that a move leads to, or `null` if nothing happens. */
function take(core: Core, node: Node, move: Move): Node | null {
  const now = Math.max(node.now + (move.command.type === 'reply' ? 1 : 0), move.at ?? 0);
  const { design, ids, events } = run(core, node.design, move.command, now, node.ids);
  if (move.isVoid === true && events.length > 0)
    throw new Violation('C3', `late or double, and it leads to ${events[0]?.type}`);
  if (move.command.type === 'pass_time' && events.length === 0)
    throw new Violation('A7', 'a timer goes off, and nothing happens');
  if (events.length === 0 && move.command.type !== 'cancel') return null;
  const effects = core.effectsOf(events, node.design, design);
  const due = core.timersOf(design);
  const step: Step = {
    before: node.design,
    command: move.command,
    events,
    after: design,
    effects,
    due,
  };
  checkStep(step);
  const used =
    move.uses === undefined
      ? node.used
      : { ...node.used, [move.uses]: (node.used[move.uses] ?? 0) + 1 };
  return { design, used, now, ids, trail: { text: move.text, before: node.trail } };
}

function run(core: Core, before: Design | null, command: Command, at: number, firstId: number) {
  let ids = firstId;
  const uuid = () => `00000000-0000-7000-8000-${String(ids++).padStart(12, '0')}`;
  const decided = core.decide(before, command, { at, uuid });
  const events: readonly DesignEvent[] = decided.accepted ? decided.events : [];
  // As they are stored and read again.
  const stored: DesignEvent[] = JSON.parse(JSON.stringify(events));
  const design = stored.reduce<Design | null>(core.evolve, before);
  if (design === null) throw new Violation('start', 'it does not start');
  return { design, ids, events };
}

/** Without ids and times, which differ between paths to the same state. */
function projectionOf(core: Core, world: World, { design, used, now }: Node): string {
  const due = core.timersOf(design);
  const last = design.rounds.at(-1);
  const state = [
    design.step,
    design.participants.map(({ sessions }) => {
      const newest = sessions.at(-1);
      const isBroken = design.turns.some(
        (turn) => turn.sessionId === newest?.id && turn.outcome === 'process_lost',
      );
      return [sessions.map(({ origin, state: now }) => [origin, now]), isBroken];
    }),
    design.rounds.map(({ kind, asked, contributed, excused, closedAt, repliesUpTo }) => [
      kind,
      asked,
      contributed.toSorted(),
      excused.map(({ participant, reason }) => `${participant} ${reason}`).sort(),
      closedAt !== null,
      repliesUpTo,
    ]),
    design.turns
      .filter(({ outcome }) => outcome === 'open')
      .map(({ participant }) => participant)
      .sort(),
    design.questions.map(({ participant, status, answers }) => [participant, status, answers]),
    design.replies.map(({ id, number, at }) => [id, number, at > (last?.openedAt ?? 0)]),
    [design.answering !== null, design.answeringClosed?.reason],
    [design.areRevealed, design.proposals.map(({ letter }) => letter)],
    design.differences?.map(({ positions, arguments: said }) => [positions, said.length]),
    design.decisions.length,
    design.audits.map(({ audit, sha256 }) => [audit.findings.length, sha256]),
    design.signatures.map(({ participant, signature }) => [participant, signature.verdict]).sort(),
    design.gates.map(({ choices, decision }) => [choices, decision?.choice]),
    [design.settled?.status, design.settled?.reason, design.end?.reason],
    [
      design.crashesInRow,
      design.handovers.map(({ role, to }) => [role, to]),
      design.frame !== null,
    ],
    due === null ? null : due - now,
    world.settings?.budgetUsd === undefined
      ? 0
      : design.turns.reduce((sum, { costUsd }) => sum + Math.round((costUsd ?? 0) * 100), 0),
    used,
  ];
  // 96 bits: that two states of millions share them is out of the question.
  return sha256Of(JSON.stringify(state)).slice(0, 24);
}
