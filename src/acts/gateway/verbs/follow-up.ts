import type { Design } from '../../../core/vocabulary/design.ts';
import type { Person } from '../../../engine/access/permission.ts';
import { refusalForSuccessor } from '../../../engine/starting/follow-up.ts';
import type { Document } from '../../../presentation/format/document.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { designOfThread, isBusy } from '../designs-here.ts';
import type { Interaction, Stored } from '../interaction.ts';
import type { RequestedDesign } from '../requested-design.ts';
import { type Requester, startDesign } from './start-design.ts';

/** A follow-up begins in the thread of the earlier design, if nothing runs there. */
export function requesterAfter(
  { context, place: { channel } }: Pick<Interaction, 'context' | 'place'>,
  earlier: Design,
  person: Person,
): Requester {
  const { thread } = earlier;
  return {
    person,
    channel,
    preconditionProblem: async () => {
      if (thread === null) return TEXTS.elsewhere;
      const busy = (await isBusy(context, thread))
        ? 'A design is already running in this thread. When it has ended, you can follow up on it.'
        : null;
      return refusalForSuccessor(earlier) ?? busy;
    },
    openThread: async () => ({ channel: thread?.channel ?? channel, thread: thread?.thread ?? '' }),
  };
}

/** Starts a follow-up, with the earlier decision as context. */
export async function followUp(
  interaction: Interaction,
  earlier: Design,
  requested: RequestedDesign,
  typed: readonly string[],
  stored: Stored,
): Promise<Document | null> {
  const { context, place } = interaction;
  const requester = { ...requesterAfter(interaction, earlier, await interaction.person()), typed };
  const newest = await designOfThread(context, earlier.thread ?? place);
  // One per thread at a time: of two concurrent requests one succeeds.
  const key = `follow up ${newest?.id ?? earlier.id}`;
  return startDesign(context, requested, requester, key, stored, earlier);
}
