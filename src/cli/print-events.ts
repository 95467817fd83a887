/** `--json`: a design's events and nothing else, a line each, as they are stored. */

import type { DesignId } from '#design/ids.ts';
import { headlineOf } from '#design/outcome.ts';
import { eventJson } from '#engine/sealed.ts';
import type { App } from './app.ts';
import { stopSignal } from './stop-signal.ts';
import { harmless } from './terminal-markdown.ts';

/** Returns the exit code. */
export async function printEvents({ engine }: App, id: DesignId): Promise<number> {
  const signal = stopSignal('SIGINT');
  for await (const stored of engine.designs.follow(id, 0, signal)) {
    // A proposal that is sealed is not revealed yet.
    const line = JSON.stringify(eventJson(stored, false));
    process.stdout.write(`${process.stdout.isTTY ? harmless(line) : line}\n`);
  }
  const design = (await engine.designs.read(id))?.design ?? null;
  return design === null ? 1 : headlineOf(design).exitCode;
}
