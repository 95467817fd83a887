import type { DesignId } from '../../core/ids.ts';
import type { Artifact } from './store.ts';

/** The result files of designs: one folder per design under the data folder. */
export interface Bundles {
  /**
   * Writes each file to a temporary name, flushes, renames, reads it back and compares its SHA-256 (P3).
   * Throws `Fault('write_failed')`; then no half-written file is left under its real name.
   */
  write(
    designId: DesignId,
    files: readonly { readonly name: string; readonly text: string }[],
  ): Promise<Artifact[]>;
  read(designId: DesignId, name: string): Promise<Uint8Array | null>;
  /** Keeps a failure's text (D1), best effort (D4). Returns its name in the design's folder, or an empty string. */
  writeFailure(designId: DesignId, name: string, text: string): Promise<string>;
  /** Removes the design's folder with all that is in it (P9); throws `Fault('write_failed')`. A missing folder is fine. */
  remove(designId: DesignId): Promise<void>;
  folder(designId: DesignId): string;
}
