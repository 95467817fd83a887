import type { TurnView } from '../../core/outcome/turn-shape.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Usage } from '../../core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { counted, duration, money } from '../../core/vocabulary/figures.ts';
import { type Line, line, lines, type Section, untrusted, WHOLE } from '../format/document.ts';
import { capitalized } from '../format/plain.ts';
import { proposalSection } from '../proposals.ts';
import { ROUND_WORDS } from '../rounds.ts';
import { TURN_WORDS } from '../turn.ts';
import { tellEvent } from './tell-event.ts';

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

export function contributedSections(events: readonly DesignEvent[], design: Design): Section[] {
  return events.flatMap((event): Section[] => {
    if (event.type === 'proposal_sealed') return [proposalSection(design, event).slice(2)];
    const told = tellEvent(event, design);
    return told === null ? [] : [[lines(told.line), ...told.detail]];
  });
}
