import {
  changeShown,
  limitShown,
  type ShownText,
  sliceShown,
} from '../../core/questions/quoting/shown.ts';
import type { Command } from '../../core/vocabulary/commands.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { redactIn } from '../../foundation/redaction.ts';

type Redact = (text: string) => string;

/**
 * Takes secrets out of a command. What was shown as code or as a quotation stays so, though its
 * place moves.
 */
export function redactCommand<Given extends Command>(command: Given, redact: Redact): Given;
export function redactCommand(command: Command, redact: Redact): Command {
  const redacted = redactIn(command, redact);
  switch (command.type) {
    case 'record_reply':
    case 'revise_reply':
      return { ...redacted, ...limitShown(redactShown(command, redact)) };
    case 'start_design': {
      const { topic, topicShown } = command;
      const { shown } = limitShown(redactShown({ text: topic, shown: topicShown }, redact));
      return { ...redacted, ...keepDefined({ topicShown: shown }) };
    }
    default:
      return redacted;
  }
}

/**
 * A secret that two parts share is found only in the whole; then the parts are as near as can be.
 */
function redactShown(said: ShownText, redact: Redact): ShownText {
  const text = redact(said.text);
  const inParts = changeShown(said, redact);
  return inParts.text === text ? inParts : sliceShown({ text, shown: said.shown }, 0);
}
