import { type Refusal, refuse } from '../core/vocabulary/commands.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Clock } from '../foundation/clock.ts';
import { BusyError } from '../foundation/fault.ts';
import type { Log } from '../foundation/log.ts';
import { No } from '../foundation/no.ts';
import type { SharedStore } from '../ports/store.ts';
import { OUT_OF_REACH } from '../presentation/words/set-aside.ts';
import type { Bundles } from './bundles.ts';
import { GENESIS_HASH } from './chain.ts';

interface ForgettingParts {
  readonly store: SharedStore;
  readonly bundles: Bundles;
  readonly clock: Clock;
  readonly log: Log;
}

interface Forgetting {
  readonly events: number;
  readonly turns: number;
  /**
   * Head of its chain, which stays on record; empty for a set-aside design, whose head cannot be
   * trusted.
   */
  readonly head: string;
  readonly folder: string;
  /**
   * Successors, follow-ups, and designs that were shown its decision. They keep what they carried
   * over.
   */
  readonly goingOn: readonly DesignId[];
  readonly outOfReach: string;
}

const NOT_ENDED = new No(
  refuse('not_open', 'This design has not ended. Cancel it first, then forget it.'),
);
const UNKNOWN = new No(refuse('not_started', 'There is no such design.'));

export async function previewForgetting(
  { store, bundles }: Pick<ForgettingParts, 'store' | 'bundles'>,
  id: DesignId,
): Promise<Forgetting | No<Refusal>> {
  const summary = await store.summary(id);
  if (summary === null) return UNKNOWN;
  const { version: events, endedAt, setAside } = summary;
  const folder = bundles.folder(id);
  const goingOn = await store.goingOnFrom(id);
  const both = { events, folder, goingOn, outOfReach: OUT_OF_REACH };
  if (setAside !== undefined) return { ...both, turns: 0, head: '' };
  if (endedAt === null) return NOT_ENDED;
  const [last] = await store.events(id, events - 1, 1);
  return { ...both, turns: (await store.turns(id)).length, head: last?.hash ?? GENESIS_HASH };
}

/**
 * Erases a design that has ended or is set aside. Only who did it, when, and the head of its chain
 * remain. The folder is set aside until the rows are gone; after a crash, the next collection
 * removes it. Throws `BusyError` while a daemon still works on the design.
 */
export async function forgetDesign(
  parts: ForgettingParts,
  id: DesignId,
  by: string,
): Promise<Forgetting | No<Refusal>> {
  const { store, bundles, clock, log } = parts;
  const forgetting = await previewForgetting(parts, id);
  if (forgetting instanceof No) return forgetting;
  await bundles.setAside(id);
  const { events: count, head } = forgetting;
  const isGone = await store.forget({ designId: id, count, head, at: clock.now(), by });
  if (!isGone) {
    await bundles.putBack(id);
    throw new BusyError(id);
  }
  await bundles.remove(id);
  log.info('design_forgotten', { designId: id, by });
  return forgetting;
}

/**
 * Removes folders of forgotten designs that another daemon, or a killed one, left on this machine.
 */
export async function removeForgottenFolders({
  store,
  bundles,
  log,
}: Pick<ForgettingParts, 'store' | 'bundles' | 'log'>): Promise<void> {
  for (const designId of await store.allForgotten()) {
    try {
      await bundles.remove(designId);
    } catch (error) {
      log.warn('folder_not_removed', { designId, error });
    }
  }
}
