/** `--json`: a design's events and nothing else, a line each, as they are stored. */

import type { DesignId } from '#design/ids.ts';
import { headlineOf } from '#design/outcome.ts';
import type { House } from './house.ts';
import { stopSignal } from './stop-signal.ts';

/** JSON leaves these as they are, and a terminal may not. */
const COMMANDING = /[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Returns the exit code. */
export async function printEvents({ engine }: House, id: DesignId): Promise<number> {
  const signal = stopSignal('SIGINT');
  for await (const { seq, event } of engine.designs.follow(id, 0, signal)) {
    const line = JSON.stringify({ seq, ...event });
    process.stdout.write(`${line.replaceAll(COMMANDING, escapeSign)}\n`);
  }
  const design = (await engine.designs.read(id))?.design ?? null;
  return design === null ? 1 : headlineOf(design).exitCode;
}

function escapeSign(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
