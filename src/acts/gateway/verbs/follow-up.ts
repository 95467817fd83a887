import type { Design } from '../../../core/vocabulary/design.ts';
import type { Person } from '../../../engine/access/permission.ts';
import { refuseSuccessor } from '../../../engine/starting/follow-up.ts';
import { TEXTS } from '../../../presentation/words/texts.ts';
import { designOfThread, isBusy } from '../designs-here.ts';
import type { Interaction } from '../interaction.ts';
import type { Requester } from './start-design.ts';

/** Starts here, or after an earlier design in its thread, if nothing runs there. */
export function requesterOf(
  interaction: Interaction,
  person: Person,
  earlier: Design | null,
): Requester & { readonly key?: () => Promise<string> } {
  if (earlier === null) return interaction.requester(person);
  const { context, place } = interaction;
  const { thread } = earlier;
  return {
    person,
    preconditionProblem: async () => {
      if (thread === null) return TEXTS.elsewhere;
      const busy = (await isBusy(context, thread))
        ? 'A design is already running in this thread. When it has ended, you can follow up on it.'
        : null;
      return refuseSuccessor(earlier) ?? busy;
    },
    openThread: async () => ({ channel: thread?.channel ?? place.channel, thread: thread?.thread ?? '' }),
    // One per thread at a time: of two concurrent requests one succeeds.
    key: async () => `follow up ${(await designOfThread(context, thread ?? place))?.id ?? earlier.id}`,
  };
}
