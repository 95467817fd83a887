import type { TurnView } from '../../core/outcome/turn-shape.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Usage } from '../../core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { counted, duration, money } from '../../core/vocabulary/figures.ts';
import { type Line, line, lines, type Section, untrusted, WHOLE } from '../format/document.ts';
import { capitalized } from '../format/plain.ts';
import { historyLine } from '../history.ts';
import { ROUND_WORDS } from '../rounds.ts';
import { submittedSection } from '../submitted.ts';
import { TURN_WORDS } from '../turn.ts';
import { viewOf } from '../view/view.ts';

export function turnLine(turn: TurnView): Line {
  const { kind, outcome, totalMs, model, costUsd, costIsAtLeast } = turn;
  const took = totalMs === null ? '' : ` after ${duration(totalMs)}`;
  return line`${capitalized(ROUND_WORDS[kind].about)} · ${TURN_WORDS[outcome]}${took} · ${money(costUsd, costIsAtLeast)} · ${untrusted(model, WHOLE)}`;
}

/** Tokens of one kind. */
export interface UsedPart {
  readonly name: string;
  readonly value: number;
  readonly words: string;
}

const KINDS: readonly (readonly [keyof Usage, string])[] = [
  ['cacheReadTokens', 'From the cache'],
  ['cacheWriteTokens', 'Into the cache'],
  ['inputTokens', 'In, uncached'],
  ['outputTokens', 'Out'],
];

/** A turn's tokens by kind, without zeros. */
export function usedParts({ usage }: Pick<TurnView, 'usage'>): UsedPart[] {
  return KINDS.map(([kind, name]) => ({
    name,
    value: usage[kind],
    words: counted(usage[kind], 'token'),
  })).filter(({ value }) => value > 0);
}

/** A line for each event that a turn brought, then its answer. */
export function contributedSections(
  { submission }: Pick<TurnView, 'submission'>,
  events: readonly DesignEvent[],
  design: Design,
): Section[] {
  const told = events.flatMap((event) => {
    const each = historyLine(event, viewOf(design));
    return each === null ? [] : [each];
  });
  return [
    ...told.map((each) => [lines(each)]),
    ...(submission === null ? [] : [submittedSection(submission.input)]),
  ];
}
