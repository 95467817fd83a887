import { positionLabel } from '../../core/differences/labels.ts';
import { currentStances } from '../../core/differences/stances.ts';
import { isArgued } from '../../core/outcome/policy/depth.ts';
import type { Design, Divergence } from '../../core/vocabulary/design.ts';
import { divergencesIn } from '../../core/vocabulary/round.ts';
import { openRound } from '../../core/vocabulary/status.ts';
import type { DesignView } from '../format/design-schema.ts';

export function divergenceView(design: Design, divergence: Divergence): DesignView['divergences'][number] {
  const { id, description, impact, positions } = divergence;
  return {
    id,
    description,
    personas: positions.flatMap(({ holders }) => holders),
    impact,
    positions: positionsView(design, divergence),
    status: statusOf(design, divergence),
    outcome: settlementView(divergence),
  };
}

function positionsView(design: Design, divergence: Divergence) {
  const stances = currentStances(design, divergence);
  return divergence.positions.map(({ id, statement }) => ({
    id,
    /** What a person may type for it. */
    label: positionLabel(divergence.id, id),
    text: statement,
    personas: stances.filter(({ position }) => position === id).map(({ participant }) => participant),
  }));
}

function settlementView({ settlement }: Divergence) {
  if (settlement === null) return null;
  const { outcome, position, by, person, via = null, reason } = settlement;
  return { outcome, position, by, person, via, reason };
}

function statusOf(
  design: Design,
  { id, impact, settlement }: Divergence,
): 'open' | 'arguing' | 'noted' | 'settled' {
  if (settlement !== null) return 'settled';
  const round = openRound(design);
  if (round !== null && divergencesIn(round).some((each) => each === id)) return 'arguing';
  return isArgued(design, impact) ? 'open' : 'noted';
}
