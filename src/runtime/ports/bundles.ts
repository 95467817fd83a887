import type { DesignId } from '../../core/ids.ts';
import type { Artifact } from './store.ts';

/** The result files of designs: one folder per design under the data folder. */
export interface Bundles {
  /**
   * P3: writes each file to a temporary name, flushes, renames, reads it back and compares its SHA-256.
   * Throws `Fault('write_failed')`; then no half-written file is left under its real name.
   */
  write(
    designId: DesignId,
    files: readonly { readonly name: string; readonly text: string }[],
  ): Promise<Artifact[]>;
  read(designId: DesignId, name: string): Promise<Uint8Array | null>;
  /** D1, D4: best effort; returns the name under the design's folder, or an empty string if it could not be written. */
  writeFailure(designId: DesignId, name: string, text: string): Promise<string>;
  /** P9: removes the design's folder with all that is in it; throws `Fault('write_failed')`. One that is not there is fine. */
  remove(designId: DesignId): Promise<void>;
  folder(designId: DesignId): string;
}
