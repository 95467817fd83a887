/** Records a design's turns. It waits while the store is unavailable, so that no turn is lost (P2, C12). */

import type { Recorder } from '#turns/record.ts';
import type { Running } from './running.ts';

export function recorderOf({ retryAndFinish }: Running, store: Recorder): Recorder {
  const shared = new Map<string, Promise<void>>();
  return {
    // A text that several participants get in a round is stored once.
    putShared: (designId, epoch, sha256, text) => {
      const stored =
        shared.get(sha256) ?? retryAndFinish(() => store.putShared(designId, epoch, sha256, text));
      shared.set(sha256, stored);
      return stored;
    },
    startTurn: (...head) => retryAndFinish(() => store.startTurn(...head)),
    appendTrace: (...steps) => retryAndFinish(() => store.appendTrace(...steps)),
  };
}
