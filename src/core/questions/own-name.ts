import { type Command, type Refusal, refuse, type StartDesign } from '../vocabulary/commands.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { type Named, refusalForName } from '../vocabulary/impersonation.ts';
import { isSignal } from '../vocabulary/signals.ts';
import { cameBy, type Signed } from '../vocabulary/via.ts';
import { knownIn, nameIn } from './author.ts';

type Later = Exclude<Command, StartDesign>;

/**
 * Refuses a name that reads like one of these, of participants or personas, or like the bot's, where no platform vouches for it
 * (D8). A person of a platform, who cannot change it here, gets another one by `nameIn`.
 */
export function refusalForBotsName(taken: readonly Named[], command: Later): Refusal | null {
  const claimed = claimedIn(command);
  const problem = claimed === null ? null : refusalForName(claimed.by, claimed.via, taken);
  return problem === null ? null : refuse('invalid', problem, 'author');
}

/**
 * The same command under the name that its author has in the design. Who that is is recorded before what they do first. A signal
 * that cancels at a terminal is no person, and claims nothing.
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

/** The name in a command behind which no platform stands; `null` where there is none. A change of words has the author of these. */
function claimedIn(command: Later): Signed | null {
  switch (command.type) {
    case 'record_reply':
      return command.authorId === undefined ? { by: command.author, via: command.via } : null;
    case 'finish_answering':
    case 'correct_match':
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
