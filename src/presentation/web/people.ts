import { turnRows } from '../../core/outcome/turn-rows.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { costOf, counted, duration, isAtLeast, money } from '../../core/vocabulary/figures.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { isReleased } from '../../core/vocabulary/participants.ts';
import { type Line, line, turnReference } from '../format/document.ts';
import { PAGE } from '../format/page-words.ts';
import { type Doing, shownParticipant } from '../people.ts';
import { participantFacts } from '../record/appendix.ts';
import { doingWords, ROUND_WORDS } from '../rounds.ts';
import { hasFailed, TURN_WORDS } from '../turn.ts';

/** A participant's line, with the facts and turns that it unfolds to. */
interface PersonRow {
  readonly id: ParticipantId;
  readonly name: string;
  /** Its activity in words; empty for a participant that rests after the end. */
  readonly state: string;
  readonly look: 'works' | 'lost' | 'rests';
  readonly cost: string;
  /** Role, model, crashes, tokens. */
  readonly facts: string;
  readonly turns: readonly { readonly words: Line; readonly hasFailed: boolean }[];
}

export function peopleOf(design: Design): PersonRow[] {
  const rows = turnRows(design);
  return design.participants.map((each) => {
    const { doing } = shownParticipant(design, each);
    const own = design.turns.filter((turn) => turn.participant === each.id);
    const tokens = own.reduce((sum, turn) => sum + turn.tokens, 0);
    return {
      id: each.id,
      name: `${each.emoji} ${each.title}`.trim(),
      state: stateOf(doing, design.end === null),
      look: lookOf(doing),
      cost: own.length === 0 ? '' : money(costOf(own), isAtLeast(own)),
      facts: [
        ...(isReleased(design, each.id) ? [each.role] : participantFacts(design, each)),
        counted(tokens, 'token'),
      ].join(', '),
      turns: rows
        .filter(({ persona }) => persona === each.id)
        .map((row) => ({
          hasFailed: hasFailed(row),
          words: line`${turnReference(row.number)} ${ROUND_WORDS[row.kind].about}: ${TURN_WORDS[row.outcome]}${row.totalMs === null ? '' : `, ${duration(row.totalMs)}`}, ${money(row.costUsd, row.costIsAtLeast)}`,
        })),
    };
  });
}

function stateOf(doing: Doing, isRunning: boolean): string {
  if (doing.kind === 'dead') return PAGE.people.gone;
  if (doing.kind === 'resting') return isRunning ? PAGE.people.rests : '';
  return doingWords(doing);
}

function lookOf({ kind }: Doing): PersonRow['look'] {
  if (kind === 'dead' || kind === 'retrying') return 'lost';
  return kind === 'working' || kind === 'starting' ? 'works' : 'rests';
}
