/** A person decides at a gate: under the sentence and every caveat, one of its choices. */

import type { GateChoice } from '#design/events.ts';
import { newestDecision, openGate } from '#design/status.ts';
import { renderDecision } from '#words/decision.ts';
import { Markdown, md } from '#words/md.ts';
import type { Part } from './answering.ts';
import { delivery, operator, say } from './who.ts';

const NAMES: Record<GateChoice, string> = {
  accept: 'accept',
  send_back: 'send back',
  stop: 'stop',
};

/** Until it is decided, here or elsewhere. */
export async function decideAtGate(
  { house, terminal, design }: Omit<Part, 'isHere'>,
  over: AbortSignal,
): Promise<void> {
  const now = design();
  const gate = openGate(now);
  const shown = renderDecision(now);
  if (gate === null || shown === null) return;
  terminal.say(new Markdown(shown.text));
  if (!terminal.isInteractive) return;
  const sha256 = newestDecision(now)?.sha256 ?? '';
  const names = gate.choices.map((choice) => NAMES[choice]).join(', ');
  while (!over.aborted) {
    const typed = (await terminal.ask(`Type ${names}: `, over))?.trim().toLowerCase();
    const choice = gate.choices.find((each) => typed === NAMES[each]);
    if (typed === undefined) continue;
    if (choice === undefined) {
      terminal.say(md`It is one of: ${names}.`);
      continue;
    }
    const asksNote = choice !== 'accept';
    const note = asksNote ? await terminal.ask('A note, or nothing: ', over) : '';
    if (note === null) continue;
    const input = { choice, note, sha256, gateId: gate.id };
    const result = await house.engine.designs.decide(now.id, input, operator(), delivery());
    say(terminal, result);
    if (result.ok) return;
  }
}
