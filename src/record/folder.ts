/** A bundle as found, perhaps made with malice. Links are recognised, never followed. */
export interface BundleFolder {
  /** Lists everything below the folder, names with `/`. Throws `Fault` for too many entries. */
  entries(): Promise<readonly BundleEntry[]>;
  /** Reads a regular file. Throws `Fault` when it cannot be read or is larger than `maxBytes`. */
  read(name: string, maxBytes: number): Promise<Uint8Array>;
}

export interface BundleEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}
