import type { Design } from '../../core/vocabulary/design.ts';
import { duration, money } from '../../core/vocabulary/figures.ts';
import { line, turnReference } from '../format/document.ts';
import { peopleIn } from '../people.ts';
import { ROUND_WORDS } from '../rounds.ts';
import { hasFailed, TURN_WORDS } from '../turn.ts';
import { viewOf } from '../view/view.ts';

/** Participants with the turns that each unfolds to. */
export function peopleOf(design: Design) {
  const view = viewOf(design);
  return peopleIn(view).map((each) => ({
    ...each,
    turns: view.turns
      .filter(({ persona }) => persona === each.id)
      .map((row) => ({
        hasFailed: hasFailed(row),
        words: line`${turnReference(row.number)} ${ROUND_WORDS[row.kind].about}: ${TURN_WORDS[row.outcome]}${row.totalMs === null ? '' : `, ${duration(row.totalMs)}`}, ${money(row.costUsd, row.costIsAtLeast)}`,
      })),
  }));
}
