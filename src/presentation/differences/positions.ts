import { differenceLabel, positionLabel, statementOf } from '../../core/differences/labels.ts';
import { type Movement, movementsOf, reasonOf } from '../../core/differences/stances.ts';
import type { Design, Divergence } from '../../core/vocabulary/design.ts';
import type { ClaimId, ParticipantId, PositionId } from '../../core/vocabulary/ids.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { WITHOUT_REASON } from '../../core/vocabulary/words.ts';
import {
  firstWords,
  italic,
  type Line,
  line,
  trusted,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import { NO_POSITION, reasonLine } from './difference.ts';

/** Longest excerpt of a reason; the arguments have it in full. */
const FACT_CHARACTERS = 90;

/** One persona on one difference. `isMoved`: a reason has moved it. */
interface Cell {
  readonly line: Line;
  readonly isMoved: boolean;
  readonly isWithoutReason: boolean;
}

interface Positions {
  readonly columns: readonly {
    readonly id: string;
    readonly label: string;
    readonly point: Line;
    readonly positions: readonly Line[];
  }[];
  /** `null`: this persona has no claim on the difference. */
  readonly rows: readonly { readonly title: string; readonly cells: readonly (Cell | null)[] }[];
}

export const POSITIONS_WORDS = { persona: 'Persona', caption: 'Who stands where, before and after arguing' };

export function positionsOf(design: Design): Positions {
  const movements = design.divergences.map((divergence) => movementsOf(design, divergence));
  const holding = new Set(movements.flat().map((movement) => movement.participant));
  const personas = design.participants.map(({ id }) => id).filter((id) => holding.has(id));
  return {
    columns: design.divergences.map(({ id, description, positions }) => ({
      id,
      label: differenceLabel(id),
      point: untrustedMarkdown(description, WHOLE),
      positions: positions.map(
        (each) => line`${positionLabel(id, each.id)} ${untrustedMarkdown(each.statement, WHOLE)}`,
      ),
    })),
    rows: personas.map((id) => ({
      title: participant(design, id).title,
      cells: design.divergences.map((divergence, index) =>
        cellOf(design, divergence, movements[index] ?? [], id),
      ),
    })),
  };
}

function cellOf(
  design: Design,
  divergence: Divergence,
  movements: readonly Movement[],
  id: ParticipantId,
): Cell | null {
  const own = movements.find((movement) => movement.participant === id);
  if (own === undefined) return null;
  const { before, after, move } = own;
  const reasons = move?.told ?? [];
  const because = reasons.flatMap((name, index) => [
    ...(index === 0 ? [trusted(', by ')] : [trusted('; ')]),
    ...shortReason(design, name),
  ]);
  const isWithoutReason = move !== null && reasons.length === 0;
  const now = line`${nameOf(divergence, move?.to ?? after)}`;
  const why = isWithoutReason ? line`, ${italic(WITHOUT_REASON)}` : because;
  return {
    line: move === null ? now : line`${nameOf(divergence, before)} → ${now}${why}`,
    isMoved: before !== after,
    isWithoutReason,
  };
}

function nameOf(divergence: Divergence, position: PositionId): string {
  return statementOf(divergence, position) === '' ? NO_POSITION : positionLabel(divergence.id, position);
}

function shortReason(design: Design, claim: ClaimId): Line {
  const { text, by } = reasonOf(design, claim);
  return reasonLine({ text: firstWords(text, FACT_CHARACTERS), by });
}
