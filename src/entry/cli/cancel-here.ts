import type { Outcome } from '../../adapters/terminal/answering.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { DesignId } from '../../core/ids.ts';
import { BusyError, Fault } from '../../runtime/fault.ts';
import { compose } from '../compose.ts';
import type { CliContext } from './cli-context.ts';
import { cancelledWords } from './source.ts';

/**
 * Cancels a design where no daemon runs. An ending has files to write, so it takes the engine. Throws `Fault` for a design that
 * cannot be run here, before anything is stored.
 */
export async function cancelHere(
  context: CliContext,
  id: DesignId,
  by: string,
  reason: string,
): Promise<Outcome> {
  const { engine } = await compose(context.configuration, { log: context.log });
  try {
    const design = await engine.design(id);
    const endedBefore = design?.end != null;
    if (!endedBefore) engine.assertRunnable(design);
    const answer = await engine.command(id, { type: 'cancel', by, reason }).answered.catch((error) => {
      if (!(error instanceof BusyError)) throw error;
      throw new Fault('store_unavailable', TEXTS.cancelledLater(context.program), error);
    });
    if (!answer.accepted) return { ok: false, words: answer.refusal.message };
    await engine.settled(id);
    return { ok: true, words: cancelledWords(endedBefore) };
  } finally {
    await engine.stop();
  }
}
