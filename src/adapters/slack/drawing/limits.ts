import type { KnownBlock } from '@slack/types';
import { fitted as fittedTo } from '../../../runtime/message/fitted.ts';

/** What Slack takes; see docs/slack.md. Lengths in UTF-16 units, as Slack counts no less than these. */
export const LIMITS = {
  blocks: 50,
  /**
   * Of all text in one message's blocks. Not documented: `msg_blocks_too_long` was met by others from some 11,300
   * characters on, depending on the number of elements, which therefore count here as well.
   */
  messageCost: 9_000,
  elementCost: 16,
  notification: 300,
  buttonText: 75,
  buttonValue: 2_000,
  optionText: 75,
  optionValue: 150,
  /** Slack takes 100; no design has so many people, and no list so many designs. */
  options: 25,
  actions: 25,
} as const;

/** As much as one message takes. What is too long in any case loses its last blocks, but never what can be clicked. */
export function fitted(draw: (most: number) => KnownBlock[]): KnownBlock[] {
  return fittedTo(draw, fits, (blocks) => {
    const controls = blocks.filter(({ type }) => type === 'actions');
    const texts = blocks.filter(({ type }) => type !== 'actions');
    return [...texts.filter((_, index) => fits([...texts.slice(0, index + 1), ...controls])), ...controls];
  });
}

function fits(blocks: readonly KnownBlock[]): boolean {
  return blocks.length <= LIMITS.blocks && costOf(blocks) <= LIMITS.messageCost;
}

/** Characters that are shown or linked, and something for each element that carries them. */
export function costOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + costOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let cost = 'type' in value ? LIMITS.elementCost : 0;
  for (const [key, field] of Object.entries(value)) {
    const isText = typeof field === 'string' && ['text', 'url', 'fallback'].includes(key);
    cost += isText ? field.length : costOf(field);
  }
  return cost;
}
