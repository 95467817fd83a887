import type { Command, StartDesign } from '../vocabulary/commands.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { isSignal } from '../vocabulary/signals.ts';
import { cameBy } from '../vocabulary/via.ts';
import { knownIn, nameIn } from './author.ts';

type Later = Exclude<Command, StartDesign>;

/**
 * The command with its author's name in the design. Records that name before the author's first act. A signal that
 * cancels at a terminal is not a person.
 */
export function underOwnName(draft: Draft, command: Later): Later {
  if (!('by' in command)) return command;
  const { by, byId: authorId, via } = command;
  if (command.type === 'cancel' && via?.way === 'terminal' && isSignal(by)) return command;
  const author = nameIn(draft.design, { author: by, authorId, via });
  const isKnown = knownIn(draft.design).some((each) => each.author === author && each.authorId === authorId);
  if (!isKnown && authorId !== undefined)
    draft.record({ type: 'person_named', author, authorId, ...cameBy(via) });
  return { ...command, by: author };
}
