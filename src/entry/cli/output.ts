import type { Outcome } from '../../adapters/terminal/answering.ts';
import { lookOf } from '../../adapters/terminal/look.ts';
import { safeJson } from '../../adapters/terminal/safe.ts';
import { Fault } from '../../foundation/fault.ts';
import { EXIT } from './exit-codes.ts';

/** Returns the style that printed text may have. */
export const look = () => lookOf(process.stdout);

const gone = new AbortController();
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE')
    throw new Fault('write_failed', `Standard output cannot be written: ${error.message}`, error);
  gone.abort();
});

/**
 * Results on standard output. A reader that goes away (`charrette watch … | head`) is no error: what is written
 * afterwards goes nowhere, and `gone` tells those who would go on for ever.
 */
export const output = {
  gone: gone.signal,
  write(text: string): void {
    if (!gone.signal.aborted) process.stdout.write(text);
  },
  json(value: unknown): void {
    output.write(`${safeJson(value, 2)}\n`);
  },
};

/** Prints what a request came to, on standard output only where it was carried out. Returns the exit code. */
export function print({ ok, words }: Outcome): number {
  if (ok) output.write(`${words}\n`);
  else process.stderr.write(`${words}\n`);
  return ok ? EXIT.completed : EXIT.other;
}
