import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DesignEvent } from '../../src/core/events.ts';
import type { RoundKind } from '../../src/core/round/round.ts';
import { openRound } from '../../src/core/status.ts';
import { decidedIn } from '../../src/core/synthesis/decided.ts';
import { upcast } from '../../src/core/upcast.ts';
import { World } from '../support/given.ts';

/** A design of the time when a round of arguments was about one difference. */
const recorded: unknown[] = readFileSync(join(import.meta.dirname, 'streams', 'shape-5.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line).event);

/** As it stood when the first turn of this round had begun. */
function underWay(kind: RoundKind): World {
  const events = recorded.map((event) => DesignEvent.parse(upcast(event)));
  for (const [index, event] of events.entries()) {
    if (event.type !== 'turn_started') continue;
    const world = World.after(events.slice(0, index + 1));
    if (openRound(world.design)?.kind === kind) return world;
  }
  throw new Error(`the recorded design has no turn of ${kind}`);
}

test.each<[RoundKind, RoundKind[]]>([
  ['argument', ['argument', 'composite', 'audit', 'revision', 'signing']],
  ['composite', ['audit', 'revision', 'signing']],
  ['audit', ['revision', 'signing']],
  ['signing', []],
])(
  'P6: a design that was in its round of %s goes on in the order of today, and ends signed',
  (kind, rest) => {
    const world = underWay(kind);
    const before = world.design.rounds.length;
    world.reachEnd();
    expect(world.design.rounds.slice(before).map((round) => round.kind)).toEqual(rest);
    expect(world.design.end?.status).toBe('completed');
    const sha256 = decidedIn(world.design)?.sha256;
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(world.design.signatures.map((signature) => signature.sha256)).toEqual([sha256, sha256]);
  },
);
