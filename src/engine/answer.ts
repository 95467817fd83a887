/** Waits for the owner's answer to a command in the inbox, wherever that owner is. */

import type { DesignId } from '#design/ids.ts';
import type { Answer, Store } from '#store/store.ts';

/** People are told *Taken, not done yet* after this. */
const ANSWER_MS = 2_000;
const LOOK_EVERY_MS = 200;

/** `null`: there is none yet. */
export async function waitForAnswer(
  store: Store,
  id: DesignId,
  inboxId: number,
): Promise<Answer | null> {
  const until = performance.now() + ANSWER_MS;
  let changed = Promise.withResolvers<void>();
  const unwatch = store.watch((changedId) => {
    if (changedId === id || changedId === null) changed.resolve();
  });
  try {
    for (;;) {
      // Before the look, so that an answer that comes during it is not missed.
      changed = Promise.withResolvers();
      const answer = await store.answerOf(inboxId);
      if (answer !== null || performance.now() >= until) return answer;
      const timer = setTimeout(changed.resolve, LOOK_EVERY_MS);
      await changed.promise;
      clearTimeout(timer);
    }
  } finally {
    unwatch();
  }
}
