import { expect } from 'vitest';
import { z } from 'zod';
import type { Drawing } from '#surfaces/discord/drawing/draw.ts';
import { layout } from '#test/platforms/discord/components.ts';
import { newMessage } from '#test/platforms/discord/message-body.ts';

const MESSAGE_CHARACTERS = 4_000;
/**
 * All but the space that keeps marks apart and the pair that isolates what is read from right to
 * left.
 */
const UNSEEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066\u2067\ufeff]/;
/**
 * What calls somebody, hides where it leads, or shows a picture; once that is left out in which
 * Discord reads no markup.
 */
const CALLING = /<@|<#|<:|<a:|<id:|@everyone|@here|\]\(|\|\|/;

/**
 * Fails unless Discord would take this message as it is, and nothing in it calls anybody or hides
 * anything.
 */
export function expectTaken({ flags, components }: Drawing, what: string): void {
  expect(newMessage.safeParse({ flags, components }).error?.issues ?? [], what).toEqual([]);
  expect(z.array(layout).safeParse(components).error?.issues ?? [], what).toEqual([]);
  const text = textOf(components);
  expect(text.trim().length, what).toBeGreaterThan(0);
  expect(text.length, what).toBeLessThanOrEqual(MESSAGE_CHARACTERS);
  expect(text, what).not.toMatch(UNSEEN);
  expect(text.isWellFormed(), what).toBe(true);
  expect(markup(text), what).not.toMatch(CALLING);
  expect(text.split('\n').filter((line) => line.startsWith('```')).length % 2, what).toBe(0);
}

/** All text of a message. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { type, content, components } = value as {
    type?: number;
    content?: string;
    components?: unknown;
  };
  return `${type === 10 ? `${content}\n` : ''}${textOf(components)}`;
}

/** Without code, escaped signs, addresses that are shown as they are, and moments. */
export function markup(text: string): string {
  return text
    .replaceAll(/^```$[\s\S]*?^```$/gm, '')
    .replaceAll(/\\[^0-9A-Za-z\s]/g, '')
    .replaceAll(/`+[^`\n]*`+/g, '')
    .replaceAll(/<https?:[^<>\s]*>/g, '')
    .replaceAll(/<t:\d+:[tf]>/g, '');
}
