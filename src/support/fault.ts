/**
 * The world failing: thrown, with a closed code. A refusal is an answer and is returned; a broken
 * invariant is a bug and crashes.
 *
 * @example throw new Fault('store_away', 'Postgres does not answer', { cause });
 */
const FAULT_CODES = [
  /** The database does not answer; what was asked may be asked again. */
  'store_away',
  'store_full',
  'store_read_only',
  /** The database refused what we sent: ours to mend. */
  'store_bug',
  /** The lease was lost, or another process wrote: what was decided is void. */
  'lease_lost',
  'stale_version',
  'chain_broken',
  /** A setting, a persona file, models.yaml: the start stops. */
  'bad_setting',
  'bad_file',
  'process',
  'platform',
  'repository',
  'write_failed',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export class Fault extends Error {
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'Fault';
    this.code = code;
  }
}

export function isFault(error: unknown, ...codes: readonly FaultCode[]): error is Fault {
  return error instanceof Fault && (codes.length === 0 || codes.includes(error.code));
}

/** What an error says, in one line, without its stack. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').trim() || 'unknown error';
}
