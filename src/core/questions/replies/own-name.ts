import type { Command, StartDesign } from '../../vocabulary/commands.ts';
import type { Design } from '../../vocabulary/design.ts';
import { isSignal } from '../../vocabulary/signals.ts';
import { asAuthor, nameIn } from './author.ts';

type Later = Exclude<Command, StartDesign>;

/**
 * The command with its author's name in the design. A signal that cancels at a terminal is not a
 * person.
 */
export function useOwnName(design: Design, command: Later): Later {
  if (!('by' in command)) return command;
  const { by, via } = command;
  if (command.type === 'cancel' && via?.way === 'terminal' && isSignal(by)) return command;
  return { ...command, by: nameIn(design, asAuthor(command)) };
}
