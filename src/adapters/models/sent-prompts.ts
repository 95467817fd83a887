import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Milliseconds for which an endpoint keeps a prompt since its last use, with a margin. */
const KEPT_MS = 6 * 60_000;
const MAX_PREFIXES = 5_000;

/** A prompt in the order in which an endpoint reads it: model and tools first, then its blocks. */
export interface Prompt {
  readonly head: string;
  /** `mark`: the endpoint may keep everything up to here. */
  readonly blocks: readonly { readonly text: string; readonly mark: boolean }[];
}

/** A prompt by its length in characters, with the parts that end in a mark by hash, shortest first. */
interface Measured {
  readonly characters: number;
  readonly prefixes: readonly { readonly hash: string; readonly characters: number }[];
}

/** Prompts sent to an endpoint recently that may be in its cache: reading from it costs a fraction of the price. */
export class SentPrompts {
  readonly #measured = new WeakMap<Prompt, Measured>();
  readonly #sent = new LRUCache<string, true>({ max: MAX_PREFIXES, ttl: KEPT_MS, updateAgeOnGet: true });

  /** Counts the characters of a prompt, and those at its beginning that may be in the cache. */
  lengthOf(prompt: Prompt): { readonly characters: number; readonly cached: number } {
    const { characters, prefixes } = this.#of(prompt);
    return { characters, cached: prefixes.findLast(({ hash }) => this.#sent.has(hash))?.characters ?? 0 };
  }

  /**
   * Records a prompt that goes out: the endpoint may cache it from now on. The returned function takes it back after a refusal.
   */
  add(prompt: Prompt): () => void {
    const added = this.#of(prompt).prefixes.filter(({ hash }) => this.#sent.get(hash) === undefined);
    for (const { hash } of added) this.#sent.set(hash, true);
    return () => {
      for (const { hash } of added) this.#sent.delete(hash);
    };
  }

  #of(prompt: Prompt): Measured {
    const known = this.#measured.get(prompt) ?? measured(prompt);
    this.#measured.set(prompt, known);
    return known;
  }
}

function measured({ head, blocks }: Prompt): Measured {
  const hash = createHash('sha256').update(head);
  let characters = head.length;
  const prefixes: { hash: string; characters: number }[] = [];
  for (const { text, mark } of blocks) {
    hash.update(text);
    characters += text.length;
    if (mark) prefixes.push({ hash: hash.copy().digest('hex'), characters });
  }
  return { characters, prefixes };
}
