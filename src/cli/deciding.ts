/** A person decides at a gate, under the sentence and every caveat. */

import type { GateChoice } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import type { DecideInput } from '#engine/design-inputs.ts';
import type { Part } from './answering.ts';
import { newDelivery, operator, report } from './operator.ts';
import { endOf } from './result.ts';
import type { Terminal } from './terminal.ts';

/** The name that is shown for each choice, then other words that are understood. */
const NAMES: Record<GateChoice, readonly string[]> = {
  accept: ['accept', 'a'],
  send_back: ['send back', 'send-back', 's'],
  stop: ['stop'],
};

/** Asks until the gate is decided, here or elsewhere. */
export async function decideAtGate(part: Part, over: AbortSignal): Promise<void> {
  const { app, terminal, design } = part;
  const { designs } = app.engine;
  terminal.inform(endOf(design()));
  while (terminal.isInteractive) {
    const input = await askDecision(terminal, design(), over);
    if (input === null) return;
    const result = await designs.decide(design().id, input, operator(), newDelivery());
    report(terminal, result);
    if (result.ok) return;
  }
}

/** `null`: interrupted, or nothing waits any more. */
export async function askDecision(
  terminal: Terminal,
  design: Design,
  over: AbortSignal,
): Promise<DecideInput | null> {
  const sha256 = newestDecision(design)?.sha256 ?? '';
  const { id: gateId = '', choices = [] } = openGate(design) ?? {};
  while (choices.length > 0 && !over.aborted) {
    const typed = await terminal.ask(`Type ${choiceWords(choices)}: `, over);
    const choice = choices.find((each) => NAMES[each].includes(typed?.trim().toLowerCase() ?? ''));
    if (choice === undefined) continue;
    const note = await askNote(terminal, choice, over);
    if (note !== null) return { choice, note, sha256, gateId };
  }
  return null;
}

/** Asks for a note, which is required to send a text back. */
async function askNote(terminal: Terminal, choice: GateChoice, over: AbortSignal) {
  if (choice === 'accept') return '';
  if (choice === 'stop') return terminal.ask('Why? Enter alone says nothing: ', over);
  let note: string | null = '';
  while (note?.trim() === '') note = await terminal.ask('What should change? ', over);
  return note;
}

/** `accept, send back or stop` */
function choiceWords(choices: readonly GateChoice[]): string {
  const names = choices.map((each) => NAMES[each][0] ?? each);
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names);
}
