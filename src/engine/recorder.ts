/** A turn's recorder that waits while the store is away: a turn is not lost for that (P2, C12). */

import type { Recorder } from '#turns/record.ts';
import type { Running } from './running.ts';

export function recorderOf({ untilStored }: Running, store: Recorder): Recorder {
  return {
    putShared: (...text) => untilStored(() => store.putShared(...text)),
    startTurn: (...head) => untilStored(() => store.startTurn(...head)),
    appendTrace: (...steps) => untilStored(() => store.appendTrace(...steps)),
  };
}
