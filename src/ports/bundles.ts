import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Artifact } from './store.ts';

/** The result files of designs: one folder per design under the data folder. */
export interface Bundles {
  /**
   * Writes each file to a temporary name, flushes, renames, reads it back and compares its SHA-256 (P3). Throws
   * `Fault('write_failed')`; even then, no half-written file has its real name.
   */
  write(
    designId: DesignId,
    files: readonly { readonly name: string; readonly text: string }[],
  ): Promise<Artifact[]>;
  read(designId: DesignId, name: string): Promise<Uint8Array | null>;
  /** Keeps a failure's text (D1), best effort (D4). Returns its name in the design's folder, or an empty string. */
  writeFailure(designId: DesignId, name: string, text: string): Promise<string>;
  /**
   * Moves a design's folder aside for collection (P9). Afterwards it is removed, or put back if its rows stayed. A
   * missing folder is fine. All three throw `Fault('write_failed')`.
   */
  setAside(designId: DesignId): Promise<void>;
  putBack(designId: DesignId): Promise<void>;
  remove(designId: DesignId): Promise<void>;
  /** Lists designs whose folders are set aside, because a collection was interrupted or failed. */
  aside(): Promise<DesignId[]>;
  folder(designId: DesignId): string;
}
