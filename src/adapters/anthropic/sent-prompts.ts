import { createHash } from 'node:crypto';
import type Anthropic from '@anthropic-ai/sdk';
import { LRUCache } from 'lru-cache';

type Params = Anthropic.Messages.MessageStreamParams;

/** Milliseconds for which the endpoint keeps a prompt since its last use, with a margin. */
const KEPT_MS = 6 * 60_000;
const MAX_PREFIXES = 5_000;

/** A prompt by its length in characters, with the parts that end in a breakpoint by hash, shortest first. */
interface Measured {
  readonly characters: number;
  readonly prefixes: readonly { readonly hash: string; readonly characters: number }[];
}

/** Prompts sent to the endpoint recently that may be in its cache: reading from it costs a fraction of the price. */
export class SentPrompts {
  readonly #measured = new WeakMap<Params, Measured>();
  readonly #sent = new LRUCache<string, true>({ max: MAX_PREFIXES, ttl: KEPT_MS, updateAgeOnGet: true });

  /** Counts the characters of a request's prompt, and those at its beginning that may be in the cache. */
  lengthOf(request: Params): { readonly characters: number; readonly cached: number } {
    const { characters, prefixes } = this.#of(request);
    return { characters, cached: prefixes.findLast(({ hash }) => this.#sent.has(hash))?.characters ?? 0 };
  }

  /**
   * Records a request that goes out: the endpoint may cache it from now on. The returned function takes it back after a
   * refusal.
   */
  add(request: Params): () => void {
    const added = this.#of(request).prefixes.filter(({ hash }) => this.#sent.get(hash) === undefined);
    for (const { hash } of added) this.#sent.set(hash, true);
    return () => {
      for (const { hash } of added) this.#sent.delete(hash);
    };
  }

  #of(request: Params): Measured {
    const known = this.#measured.get(request) ?? measured(request);
    this.#measured.set(request, known);
    return known;
  }
}

function measured({ model, tools, system, messages }: Params): Measured {
  const hash = createHash('sha256');
  let characters = 0;
  const add = (text: string): void => {
    hash.update(text);
    characters += text.length;
  };
  add(model);
  add(jsonOf(tools));
  const prefixes: { hash: string; characters: number }[] = [];
  for (const block of [system, ...messages.map(({ content }) => content)].flatMap(blocksOf)) {
    const { cache_control: mark, ...content } = block;
    add(JSON.stringify(content));
    if (mark !== undefined) prefixes.push({ hash: hash.copy().digest('hex'), characters });
  }
  return { characters, prefixes };
}

/** The same tools come with every request. */
const JSON_OF = new WeakMap<object, string>();

function jsonOf(tools: Params['tools'] = []): string {
  const json = JSON_OF.get(tools) ?? JSON.stringify(tools);
  JSON_OF.set(tools, json);
  return json;
}

function blocksOf(content: Params['system'] | Params['messages'][number]['content']) {
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
  return blocks as readonly (object & { readonly cache_control?: unknown })[];
}
