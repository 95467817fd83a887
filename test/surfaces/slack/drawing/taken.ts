import { expect } from 'vitest';
import type { Drawing } from '#surfaces/slack/drawing/draw.ts';
import { messageBlocks } from '#test/platforms/slack/blocks.ts';

/** Others met `msg_blocks_too_long` from some 11,300 characters on. */
const MESSAGE_CHARACTERS = 11_000;

/**
 * Fails unless Slack would take this message as it is, and nothing in it calls anybody or hides
 * anything.
 */
export function expectTaken(drawing: Drawing, what: string): void {
  const refused = messageBlocks.safeParse(drawing.blocks).error?.issues ?? [];
  expect(refused, what).toEqual([]);
  expect(drawing.blocks.length, what).toBeGreaterThan(0);
  expect(JSON.stringify(drawing.blocks), what).not.toMatch(CALLING);
  expect(characters(drawing.blocks), what).toBeLessThanOrEqual(MESSAGE_CHARACTERS);
  expect(drawing.text.length, what).toBeGreaterThan(0);
  expect(drawing.text.length, what).toBeLessThanOrEqual(4_000);
  expect(drawing.text, what).not.toMatch(/[<>]|@(?:channel|here|everyone)/i);
  const shown = JSON.stringify(drawing.blocks);
  expect(shown, what).not.toMatch(UNSEEN);
  for (const words of shown.match(/"text":"[^"]*"/g) ?? [])
    expect(words.split('\u2068').length, `${what}: ${words}`).toBe(words.split('\u2069').length);
}

/** Elements that notify somebody or that Slack parses. */
const CALLING = /"type":"(?:broadcast|user|usergroup|channel|team|mrkdwn|markdown|image|emoji)"/;
/** All but the pair that isolates what is read from right to left. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066\u2067\ufeff]/;

function characters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + characters(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, field]) =>
      sum +
      (typeof field === 'string' && /^(?:text|url|fallback)$/.test(key)
        ? field.length
        : characters(field)),
    0,
  );
}
