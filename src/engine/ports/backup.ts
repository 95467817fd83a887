/** Pages copied so far of those that the store has. A store that grows meanwhile has more of them by the end. */
export interface BackupProgress {
  readonly pages: number;
  readonly totalPages: number;
}

/** A copy of a whole store that other work goes on with. */
export interface Backup {
  /**
   * Copies all of the store, as it is at one moment, into a file that is there and empty, beside everything else that the store
   * does meanwhile. What the file holds is not flushed yet. Throws `Fault`: `bad_usage` for another file, `write_failed` where it
   * cannot be written, and what the store throws where it cannot be read. Throws the signal's reason once that is aborted.
   */
  copyInto(
    file: string,
    given: { readonly signal: AbortSignal; readonly onProgress: (progress: BackupProgress) => void },
  ): Promise<void>;
}
