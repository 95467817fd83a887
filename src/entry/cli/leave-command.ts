import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../adapters/system/clock.ts';
import { systemIdentifiers } from '../../adapters/system/identifiers.ts';
import type { Outcome } from '../../adapters/terminal/answering.ts';
import { decide } from '../../core/course/decide.ts';
import type { OutsideCommand } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { loadDesign } from '../../runtime/engine/loading.ts';
import type { Fleet } from '../../runtime/ports/fleet.ts';
import { uuidsFrom } from '../../runtime/ports/identifiers.ts';
import type { InboxAnswer, Store } from '../../runtime/ports/store.ts';

/** Milliseconds between two polls for the outcome of a command, and how many: four seconds in all. */
const [LOOK_MS, MAX_LOOKS] = [100, 40];

interface Leaving {
  readonly store: Store;
  readonly fleet: Fleet;
  /** Whether somebody else may be running the design on it. */
  readonly isShared: boolean;
  /** How Charrette is called here. */
  readonly program: string;
}

/**
 * Tries the command on the design as it stands, so that a refusal is shown at once; then stores it (P5) for the process
 * that runs the design, now or next. One that runs it now, as in another terminal, answers within moments.
 */
export async function leaveCommand(
  { store, fleet, isShared, program }: Leaving,
  id: DesignId,
  command: OutsideCommand,
): Promise<Outcome> {
  const { design } = await loadDesign(store, id);
  const receivedAt = systemClock.now();
  const uuids = uuidsFrom(systemIdentifiers);
  const tried = decide(design, command, { at: receivedAt, uuids });
  if (!tried.accepted) return { ok: false, words: tried.refusal.message };
  const key = systemIdentifiers.uuid();
  await store.accept({ id: key, designId: id, command, receivedAt });
  fleet.tell('due', id);
  const answer = isShared ? await answerSoon(store, key) : null;
  if (answer === null) {
    const next = design?.end == null ? 'To go on with it' : 'To have it recorded';
    return {
      ok: true,
      words: `Kept. Nobody runs this design at the moment. ${next}: ${program} serve`,
    };
  }
  return answer.accepted
    ? { ok: true, words: 'Recorded by the process that runs this design.' }
    : { ok: false, words: answer.refusal.message };
}

/** `null` where no process has handled it in time. */
async function answerSoon(store: Store, key: string): Promise<InboxAnswer | null> {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const answer = await store.answerTo(key);
    if (answer !== null) return answer;
    await wait(LOOK_MS);
  }
  return null;
}
