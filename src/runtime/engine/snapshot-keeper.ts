import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import type { LoadedDesign } from './loading.ts';

/** Events since the last snapshot after which another is kept. */
const SNAPSHOT_EVENTS = 500;
/** Events since the last snapshot that make one worthwhile when the design is put down. */
const WORTHWHILE_EVENTS = 40;

/** Keeps a design's state now and then, so that not all of its events have to be read again. */
export class SnapshotKeeper {
  readonly #parts: { readonly store: Store; readonly reducerVersion: string; readonly log: Log };
  #version: number;

  /** `version`: what is kept already, or need not be. */
  constructor(
    parts: { readonly store: Store; readonly reducerVersion: string; readonly log: Log },
    version: number,
  ) {
    this.#parts = parts;
    this.#version = version;
  }

  async afterCommit(loaded: LoadedDesign): Promise<void> {
    await this.#keep(loaded, SNAPSHOT_EVENTS);
  }

  async atRest(loaded: LoadedDesign): Promise<void> {
    await this.#keep(loaded, WORTHWHILE_EVENTS);
  }

  /** Best effort: without one, more is read the next time. */
  async #keep({ design, version, headHash: hash }: LoadedDesign, since: number): Promise<void> {
    if (design === null || version - this.#version < since) return;
    this.#version = version;
    const { store, reducerVersion, log } = this.#parts;
    try {
      await store.keepSnapshot(design.id, reducerVersion, { design, version, hash });
    } catch (error) {
      log.warn('snapshot_not_kept', { designId: design.id, error });
    }
  }
}
