/** Pages copied so far, and in total. The total grows if the store does. */
export interface BackupProgress {
  readonly pages: number;
  readonly totalPages: number;
}

/** Copies a whole store while it stays in use. */
export interface Backup {
  /**
   * Copies the store, as it is at one moment, into an existing empty file, without blocking other work. Does not flush
   * the file. Throws `Fault`: `bad_usage` for any other file, `write_failed` if it cannot be written, the store's own
   * if that cannot be read. Throws the signal's reason on abort.
   */
  copyInto(
    file: string,
    given: { readonly signal: AbortSignal; readonly onProgress: (progress: BackupProgress) => void },
  ): Promise<void>;
}
