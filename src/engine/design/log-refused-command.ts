import { unclaimedNameOf } from '../../core/vocabulary/claimed-name.ts';
import type { Command, Refusal } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { logRefusal } from '../../foundation/repeated-line.ts';
import type { Parts } from '../parts/parts.ts';

/** Logs a command from outside that its design refused. */
export function logRefusedCommand(
  { log, clock }: Pick<Parts, 'log' | 'clock'>,
  designId: DesignId,
  command: Command,
  { code }: Refusal,
): void {
  const { type } = command;
  const via = 'via' in command ? command.via : undefined;
  const who = 'by' in command ? command.by : 'author' in command ? command.author : 'unknown';
  const facts = { who, via, what: type, designId, code };
  const subject = `${type} ${designId} ${code}`;
  logRefusal(log, clock, 'command_refused', facts, { by: unclaimedNameOf(who, via), subject });
}
