import { sumSpentUsd } from '#core/policy/reserve.ts';
import type { ExpectedTurn } from '#core/vocabulary/event-parts.ts';
import type { RoundKind } from '#core/vocabulary/sets.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { listUsualTurns } from '#engine/limits/usual-turns.ts';
import { given, type World } from '../../support/designs/given.ts';
import { FIVE, pointsFor } from '../../support/designs/given-start.ts';
import { argument, audit } from '../../support/designs/given-submission.ts';
import { costUsd } from '../../support/services/shipped-models.ts';

const MODEL = 'claude-opus-5-5';
const SIX = [...FIVE, 'outsider'];
/** One turn of each kind, as a standard design with a repository expects it at its start. */
const EXPECTED: readonly ExpectedTurn[] = listUsualTurns(
  {
    settings: { depth: 'standard' },
    repository: { name: 'r' },
    participants: [
      ...SIX.map(() => ({ role: 'persona' as const, model: MODEL })),
      { role: 'synthesizer', model: MODEL },
      { role: 'auditor', model: MODEL },
    ],
  },
  costUsd,
);

interface Prices {
  readonly budgetUsd: number | null;
  /** The price of one proposal. */
  readonly proposalUsd: number;
  /** The price of any other turn relative to the expected one. */
  readonly others: number;
}

/**
 * Plays a standard design of six who all stand apart and never move, with an audit that finds
 * something blocking.
 */
export function playDear({ budgetUsd, proposalUsd, others }: Prices): World {
  const world = given({
    personas: SIX,
    settings: { gates: 'none', budgetUsd },
    start: { expected: [...EXPECTED] },
    says: {
      argument: (design, speaker) => argument(...pointsFor(design, speaker)),
      audit: () => audit('blocking'),
    },
  });
  const usdOf = (kind: RoundKind) =>
    kind === 'proposals'
      ? proposalUsd
      : others * (EXPECTED.find((turn) => turn.kind === kind)?.usd ?? 0);
  world.everyoneReady();
  for (let moves = 0; world.design.settled === null; moves++) {
    if (moves > 100) throw new Error(`the design hangs in ${world.design.step}`);
    const round = openRound(world.design);
    if (round === null) world.when({ type: 'go_on', by: 'Ana' });
    else
      for (const { participant } of world.openTurns())
        contributes(world, participant, usdOf(round.kind));
  }
  return world;
}

/** Who is asked pays and submits; a turn that has no money left ends without. */
function contributes(world: World, name: string, usd: number): void {
  if (!world.openTurns().some(({ participant }) => participant === name)) return;
  world.spends(name, usd);
  world.contributes(name);
}

/** Returns USD that such a design takes as a whole. */
export function wholeUsd(prices: Omit<Prices, 'budgetUsd'>): number {
  return sumSpentUsd(playDear({ ...prices, budgetUsd: null }).design);
}
