export interface Finding {
  readonly mark: 'ok' | 'note' | 'problem';
  readonly words: string;
}

/** Milliseconds that one check waits for a network or another program. */
export const TIMEOUT_MS = 3_000;

export const ok = (words: string): Finding => ({ mark: 'ok', words });
export const note = (words: string): Finding => ({ mark: 'note', words });
export const problem = (words: string): Finding => ({ mark: 'problem', words });
