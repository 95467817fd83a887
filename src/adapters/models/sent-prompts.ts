import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Milliseconds for which an endpoint caches a prompt after its last use, with a margin. */
const KEPT_MS = 6 * 60_000;
const MAX_PREFIXES = 5_000;

/** In the order in which an endpoint reads it: model and tools first, then the blocks. */
export interface Prompt {
  readonly head: string;
  /** `mark`: the endpoint may cache everything up to here. */
  readonly blocks: readonly { readonly text: string; readonly mark: boolean }[];
}

/** Length, and hashes of the parts that end in a mark, shortest first. */
interface Measured {
  readonly characters: number;
  /** In UTF-8. */
  readonly bytes: number;
  readonly prefixes: readonly { readonly hash: string; readonly characters: number }[];
}

/**
 * Recently sent prompts, which an endpoint may have cached. Cached input costs a fraction of the
 * price.
 */
export class SentPrompts {
  readonly #measured = new WeakMap<Prompt, Measured>();
  readonly #sent = new LRUCache<string, true>({
    max: MAX_PREFIXES,
    ttl: KEPT_MS,
    updateAgeOnGet: true,
  });

  /** Characters and bytes of a prompt, and how many characters at its beginning may be cached. */
  lengthOf(prompt: Prompt): Pick<Measured, 'characters' | 'bytes'> & { readonly cached: number } {
    const { characters, bytes, prefixes } = this.#of(prompt);
    const cached = prefixes.findLast(({ hash }) => this.#sent.has(hash))?.characters ?? 0;
    return { characters, bytes, cached };
  }

  /**
   * From now on the endpoint may have this prompt cached. The returned function takes it back after
   * a refusal.
   */
  add(prompt: Prompt): () => void {
    const newPrefixes = this.#of(prompt).prefixes.filter(
      ({ hash }) => this.#sent.get(hash) === undefined,
    );
    for (const { hash } of newPrefixes) this.#sent.set(hash, true);
    return () => {
      for (const { hash } of newPrefixes) this.#sent.delete(hash);
    };
  }

  #of(prompt: Prompt): Measured {
    const measures = this.#measured.get(prompt) ?? measure(prompt);
    this.#measured.set(prompt, measures);
    return measures;
  }
}

function measure({ head, blocks }: Prompt): Measured {
  const hash = createHash('sha256').update(head);
  let characters = head.length;
  let bytes = Buffer.byteLength(head);
  const prefixes: { hash: string; characters: number }[] = [];
  for (const { text, mark } of blocks) {
    hash.update(text);
    characters += text.length;
    bytes += Buffer.byteLength(text);
    if (mark) prefixes.push({ hash: hash.copy().digest('hex'), characters });
  }
  return { characters, bytes, prefixes };
}
