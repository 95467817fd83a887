import { OutsideCommand } from '../../../core/commands.ts';
import { type Handled, InboxAnswer, type InboxEntry } from '../../../runtime/ports/store.ts';
import { conforming, storableJson } from './json.ts';

/** Milliseconds in which the daemon that accepted the start of a design can own it before others look for it. */
export const START_GRACE_MS = 2_000;

/** The command of an entry as JSON text (P7). Throws `Fault('invalid_record')`. */
export function checkedCommand({ command }: InboxEntry): string {
  const what = `the command ${command.type}`;
  storableJson(what, command);
  return JSON.stringify(conforming(OutsideCommand, what, command));
}

export function readCommand(id: string, stored: unknown): OutsideCommand {
  return conforming(OutsideCommand, `inbox entry ${id}`, stored);
}

/** What became of an entry, as JSON text. */
export interface AnswerRow {
  readonly id: string;
  readonly answer: string;
}

/** Throws `Fault('invalid_record')` for an answer that may not be stored (P7). */
export function checkedAnswers(handled: readonly Handled[]): AnswerRow[] {
  return handled.map(({ inboxId, answer }) => {
    return { id: inboxId, answer: JSON.stringify(readAnswer(inboxId, answer)) };
  });
}

export function readAnswer(id: string, stored: unknown): InboxAnswer {
  return conforming(InboxAnswer, `the answer to ${id}`, stored);
}
