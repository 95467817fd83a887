import type { KnownBlock } from '@slack/types';

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
  url: 1_000,
} as const;

/** How much of each piece of text is shown, from all that anybody wants to read down to what always fits. */
const SIZES = [3_000, 1_500, 800, 400, 200, 120, 80, 48, 24] as const;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many characters, cut between two words where there is a place to, never within one sign, and marked. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most - 1);
  const space = Math.max(start.lastIndexOf(' '), start.lastIndexOf('\n'));
  return `${(space > most / 2 ? start.slice(0, space) : wholeCharacters(text, most - 1)).trimEnd()}…`;
}

/** An emoji may be many units long; what does not fit as a whole is left out. */
function wholeCharacters(text: string, most: number): string {
  const around = [...characters.segment(text.slice(0, most + 50))];
  const last = around.findLast(({ index }) => index <= most);
  return text.slice(0, last?.index ?? 0);
}

/**
 * Draws with as much of each text as the message has room for: `draw` gets the characters that one piece of text may
 * take. What is too long even with the fewest loses its last blocks, but never what can be clicked.
 */
export function fitted(draw: (most: number) => KnownBlock[]): KnownBlock[] {
  for (const most of SIZES) {
    const blocks = draw(most);
    if (fits(blocks)) return blocks;
  }
  const blocks = draw(SIZES[SIZES.length - 1] ?? 1);
  const controls = blocks.filter(({ type }) => type === 'actions');
  const texts = blocks.filter(({ type }) => type !== 'actions');
  return [...texts.filter((_, index) => fits([...texts.slice(0, index + 1), ...controls])), ...controls];
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
