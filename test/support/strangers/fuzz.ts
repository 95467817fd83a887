import { expect } from 'vitest';
import { INPUTS_SHARE } from '../runner/whole.ts';

/** Where every run begins; an input that fails names the seed that makes it again. */
const SEED = 2_026_112_113;
const SHOWN_CHARACTERS = 2_000;

/** Chance from a seed: the same on every machine (xorshift32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
    for (let warming = 0; warming < 4; warming++) this.below(2);
  }

  /** A whole number from 0 up to but not including `bound`. */
  below(bound: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % bound;
  }

  /** One time in so many. */
  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  oneOf<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined && items.length === 0) throw new Error('nothing to draw from');
    return item as Item;
  }

  some<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  /** Up to so many of these, one after the other; now and then one of them many times. */
  text(fragments: readonly string[], most = 14): string {
    const parts = this.some(most, () => {
      const part = this.oneOf(fragments);
      return this.oneIn(12) ? part.repeat(1 + this.below(9)) : part;
    });
    return parts.join('');
  }

  /** The text with a few of its characters taken out, doubled, or replaced by one of these. */
  damageText(text: string, fragments: readonly string[]): string {
    let found = text;
    for (let times = 1 + this.below(3); times > 0; times--) {
      const at = this.below(found.length + 1);
      const length = this.oneIn(4) ? this.below(40) : 1;
      const instead = this.oneOf([
        '',
        found.slice(at, at + length).repeat(2),
        this.oneOf(fragments),
      ]);
      found = `${found.slice(0, at)}${instead}${found.slice(at + length)}`;
    }
    return found;
  }
}

/**
 * Makes so many inputs, or its share of them, and fails at the first that the check refuses, with
 * its seed and the input itself. Resolves to how many were tried.
 */
export async function fuzz<Input>(
  count: number,
  make: (chance: Chance) => Input,
  check: (input: Input) => void | Promise<void>,
): Promise<number> {
  const tried = Math.ceil(count / INPUTS_SHARE);
  for (let index = 0; index < tried; index++) {
    const seed = SEED + index;
    const input = make(new Chance(seed));
    try {
      await check(input);
    } catch (cause) {
      const shown = (JSON.stringify(input) ?? String(input)).slice(0, SHOWN_CHARACTERS);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`seed ${seed}: ${shown}\n${reason}`, { cause });
    }
  }
  return tried;
}

/**
 * Fails when ten times as much of any of these takes forty times as long (A15). `size`: characters
 * of the shorter text.
 */
export function expectLinear(
  size: number,
  parts: readonly string[],
  work: (text: string) => unknown,
): void {
  const took = (text: string) => {
    const before = process.cpuUsage();
    work(text);
    return process.cpuUsage(before).user / 1_000;
  };
  for (const part of parts) {
    // The first time of each, the code that reads it may not be compiled yet.
    const least = (characters: number) => {
      const text = part.repeat(Math.ceil(characters / part.length));
      return Math.min(took(text), took(text));
    };
    const [small, large] = [least(size), least(size * 10)];
    expect(large, `${JSON.stringify(part)} over and over`).toBeLessThan(Math.max(small, 5) * 40);
  }
}
