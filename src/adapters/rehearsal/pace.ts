import { hash } from 'node:crypto';
import { ModelFault } from '../../engine/ports/model.ts';
import type { Clock } from '../../foundation/clock.ts';
import { waitUntil } from '../../foundation/timeout.ts';
import type { Ask } from '../../turns/prompt/ask.ts';

/** Slow enough to follow on a screen; a whole rehearsal stays well under a minute. */
const SHORTEST_MS = 300;
const LONGEST_MS = 1_200;
/** An answer arrives in so many parts, so that displays have something to show. */
const PARTS = 4;

/** The pace of writing, up to a bound: a longer answer takes longer. */
const CHARACTERS_PER_MS = 2;
const LONGEST_WRITING_MS = 2_500;

/** Milliseconds that an answer of this length takes: different for each participant and kind of round, and always the same. */
export function naturalLatencyMs(
  { participant, kind }: Pick<Ask, 'participant' | 'kind'>,
  characters: number,
): number {
  const draw = Number.parseInt(hash('sha256', `${participant.id} ${kind}`).slice(0, 8), 16);
  const writingMs = Math.min(LONGEST_WRITING_MS, Math.ceil(characters / CHARACTERS_PER_MS));
  return SHORTEST_MS + (draw % (LONGEST_MS - SHORTEST_MS + 1)) + writingMs;
}

interface Performance {
  readonly latencyMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: () => void;
}

/** Lets the time of one answer pass, in parts. Throws `ModelFault` when it is given up. */
export async function perform({ latencyMs, clock, signal, onProgress }: Performance): Promise<void> {
  for (let part = 1; part <= PARTS; part += 1) {
    if (latencyMs > 0 && !signal.aborted) await waitUntil(clock, clock.now() + latencyMs / PARTS, signal);
    if (signal.aborted) throw new ModelFault('aborted', 'the request was given up', false);
    onProgress();
  }
}
