/** `--json`: a design's events and nothing else, a line each, as they are stored. */

import type { DesignId } from '#design/ids.ts';
import { headlineOf } from '#design/outcome.ts';
import type { House } from './house.ts';
import { stopSignal } from './stop-signal.ts';
import { harmless } from './terminal-markdown.ts';

/** Returns the exit code. */
export async function printEvents({ engine }: House, id: DesignId): Promise<number> {
  const signal = stopSignal('SIGINT');
  for await (const { seq, event } of engine.designs.follow(id, 0, signal)) {
    const line = JSON.stringify({ seq, ...event });
    process.stdout.write(`${process.stdout.isTTY ? harmless(line) : line}\n`);
  }
  const design = (await engine.designs.read(id))?.design ?? null;
  return design === null ? 1 : headlineOf(design).exitCode;
}
