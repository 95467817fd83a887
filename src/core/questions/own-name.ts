import { type Command, type Refusal, refuse, type StartDesign } from '../vocabulary/commands.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { type Named, refusalForName } from '../vocabulary/impersonation.ts';
import { isSignal } from '../vocabulary/signals.ts';
import { cameBy, type Signed } from '../vocabulary/via.ts';
import { knownIn, nameIn } from './author.ts';

type Later = Exclude<Command, StartDesign>;

/**
 * Refuses a claimed name that reads like a participant's, a persona's or the bot's (D8). A person from a platform
 * cannot change their name here, so `nameIn` marks it instead.
 */
export function refusalForBotsName(taken: readonly Named[], command: Later): Refusal | null {
  const claimed = claimedIn(command);
  const problem = claimed === null ? null : refusalForName(claimed.by, claimed.via, taken);
  return problem === null ? null : refuse('invalid', problem, 'author');
}

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

/** The claimed name in a command, or `null`. An edit keeps the reply's author, so it claims none. */
function claimedIn(command: Later): Signed | null {
  switch (command.type) {
    case 'record_reply':
      return command.authorId === undefined ? { by: command.author, via: command.via } : null;
    case 'finish_answering':
    case 'decide_gate':
    case 'settle_divergence':
    case 'ask_starter':
    case 'judge_decision':
    case 'record_answer':
    case 'cancel':
      return command.byId === undefined ? command : null;
    default:
      return null;
  }
}
