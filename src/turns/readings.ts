/** A turn's readings in the repository: bounded in number and time, without secrets. */

import { isRepositoryTool, type Repository } from '#repository/repository.ts';
import type { Log } from '#support/log.ts';
import type { Redact } from '#support/redact.ts';
import { sayNoTool } from './judge.ts';

const READING_MS = 20_000;

/** `refused`: the model's to mend; `failed`: ours. */
export interface ReadResult {
  readonly result: 'ok' | 'refused' | 'failed';
  readonly text: string;
}

export class Readings {
  readonly #repository: Repository | null;
  readonly #most: number;
  readonly #terminalTools: readonly string[];
  readonly #redact: Redact;
  readonly #log: Log;
  #count = 0;

  constructor(
    repository: Repository | null,
    conduct: { readonly readings: number; readonly tools: readonly string[] },
    redact: Redact,
    log: Log,
  ) {
    this.#repository = repository;
    this.#most = conduct.readings;
    this.#terminalTools = conduct.tools;
    this.#redact = redact;
    this.#log = log;
  }

  /** @throws what aborted `signal`: the turn is over. */
  async use(tool: string, input: unknown, signal: AbortSignal): Promise<ReadResult> {
    const names = this.#terminalTools;
    if (!isRepositoryTool(tool) || this.#most === 0)
      return { result: 'refused', text: sayNoTool(tool, names) };
    if (this.#count >= this.#most) return { result: 'refused', text: sayEnough(names) };
    this.#count += 1;
    if (this.#repository === null) return { result: 'failed', text: NOT_READ };
    try {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(READING_MS)]);
      const { text, isError } = await this.#repository.use(tool, input, inTime);
      return { result: isError ? 'refused' : 'ok', text: this.#redact(text) };
    } catch (error) {
      signal.throwIfAborted();
      this.#log.warn('repository_not_read', { tool, error });
      return { result: 'failed', text: NOT_READ };
    }
  }
}

const NOT_READ = 'The repository could not be read just now. Go on without it, or try once more.';

function sayEnough(tools: readonly string[]): string {
  return `The readings of this turn are used up. End it with ${tools.join(' or ')}, by what you have.`;
}
