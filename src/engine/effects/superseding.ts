import { findDecisionInForce } from '../../core/outcome/outcome.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignSummary } from '../../ports/store.ts';
import type { DesignParts } from '../design/design-parts.ts';

type TellParts = Pick<DesignParts, 'store' | 'clock' | 'log' | 'waits' | 'deliver'>;

/**
 * Sends a command to the design that an ended one replaces, once. Resolves to `false` if stopped
 * before the command was stored. Skips a forgotten or set-aside design, and logs that.
 */
export async function tellSuperseded(
  successor: Design,
  { store, clock, log, waits, deliver }: TellParts,
  signal: AbortSignal,
): Promise<boolean> {
  const { id, followUpOf } = successor;
  if (followUpOf === undefined || findDecisionInForce(successor) === null) return true;
  const storeCommand = async (): Promise<boolean> => {
    const earlier = await store.summary(followUpOf);
    const why = reasonNotTold(successor, earlier);
    if (earlier === null || why !== null) {
      log.info('superseding_skipped', { designId: followUpOf, successor: id, why });
      return false;
    }
    const command = { type: 'supersede', successor: id } as const;
    const entry = { id: `supersede ${id}`, designId: followUpOf, command, receivedAt: clock.now() };
    await store.accept(entry);
    return true;
  };
  try {
    const isStored = await waits.retryWhileUnavailable(storeCommand, id, signal);
    // The command is stored, so the next owner of that design reads it in any case.
    if (isStored) await deliver(followUpOf);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

function reasonNotTold(successor: Design, earlier: DesignSummary | null): string | null {
  if (earlier === null) return 'it is forgotten';
  if (earlier.setAside !== undefined) return 'it is set aside';
  return successor.rehearsal && !earlier.rehearsal ? 'a rehearsal decides nothing' : null;
}
