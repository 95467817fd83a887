/** A turn's recorder that waits while the store is away: a turn is not lost for that (P2, C12). */

import type { Recorder } from '#turns/record.ts';
import type { CommittedDesign } from './committed-design.ts';

export function recorderOf(store: Recorder, untilStored: CommittedDesign['untilStored']): Recorder {
  return {
    putShared: (...text) => untilStored(() => store.putShared(...text)),
    startTurn: (...head) => untilStored(() => store.startTurn(...head)),
    appendTrace: (...steps) => untilStored(() => store.appendTrace(...steps)),
  };
}
