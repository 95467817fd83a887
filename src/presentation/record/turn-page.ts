import type { TurnView } from '../../core/outcome/turn-shape.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Usage } from '../../core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { duration, grouped, money } from '../../core/vocabulary/figures.ts';
import { type Line, line, lines, type Section, untrusted, WHOLE } from '../format/document.ts';
import { capitalized } from '../format/plain.ts';
import { proposalSection } from '../proposals.ts';
import { ROUND_WORDS } from '../run/round.ts';
import { tellEvent } from './tell-event.ts';
import { TURN_WORDS } from './turn.ts';

export function turnLine(turn: TurnView): Line {
  const { kind, outcome, totalMs, model, costUsd, costIsAtLeast } = turn;
  const took = totalMs === null ? '' : ` after ${duration(totalMs)}`;
  return line`${capitalized(ROUND_WORDS[kind].about)} · ${TURN_WORDS[outcome]}${took} · ${money(costUsd, costIsAtLeast)} · ${untrusted(model, WHOLE)}`;
}

/** Tokens of one kind with their price; `null` if unknown. */
export interface UsedPart {
  readonly name: string;
  readonly tokens: number;
  readonly usd: number | null;
}

const KINDS: readonly (readonly [keyof Usage, string])[] = [
  ['cacheReadTokens', 'From the cache'],
  ['cacheWriteTokens', 'Into the cache'],
  ['inputTokens', 'In, uncached'],
  ['outputTokens', 'Out'],
];

/** A turn's tokens by kind, without zeros. `priceOf`: a model's price for a usage. */
export function usedParts(
  { usage, model }: Pick<TurnView, 'usage' | 'model'>,
  priceOf: (model: string, usage: Usage) => number | null,
): UsedPart[] {
  const none: Usage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };
  return KINDS.map(([kind, name]) => ({
    name,
    tokens: usage[kind],
    usd: priceOf(model, { ...none, [kind]: usage[kind] }),
  })).filter(({ tokens }) => tokens > 0);
}

export function tokensWords(tokens: number): string {
  return `${grouped(tokens)} tokens`;
}

export function contributedSections(events: readonly DesignEvent[], design: Design): Section[] {
  return events.flatMap((event): Section[] => {
    if (event.type === 'proposal_sealed') return [proposalSection(design, event).slice(2)];
    const told = tellEvent(event, design);
    return told === null ? [] : [[lines(told.line), ...told.detail]];
  });
}
