import { systemIdentifiers } from '../../adapters/system/identifiers.ts';
import type { Outcome } from '../../adapters/terminal/answering.ts';
import type { OutsideCommand, StartDesign } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Commands } from './source.ts';

/** What this person says and decides, as commands that `send` hands over. */
export function commandsBy(
  person: string,
  send: (id: DesignId, command: Exclude<OutsideCommand, StartDesign>) => Promise<Outcome>,
): Commands {
  return {
    cancel: (id, reason, by = person) => send(id, { type: 'cancel', by, reason }),
    reply: (id, text) => {
      const replyId = systemIdentifiers.uuid();
      return send(id, { type: 'record_reply', replyId, author: person, text, questionId: null });
    },
    finishAnswering: (id, skip) => send(id, { type: 'finish_answering', by: person, skip }),
    decide: (id, gateId, choice, note) => send(id, { type: 'decide_gate', gateId, choice, note, by: person }),
    settle: (id, divergenceId, position, note) =>
      send(id, { type: 'settle_divergence', divergenceId, position, note, by: person }),
  };
}
