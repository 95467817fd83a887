import { input, select } from '@inquirer/prompts';
import wrapAnsi from 'wrap-ansi';
import type { Design, Gate } from '../../core/design.ts';
import type { GateChoice } from '../../core/events.ts';
import { REASON_WORDS } from '../../core/words.ts';
import { named } from '../../runtime/message/texts.ts';
import type { InboxAnswer } from '../../runtime/ports/store.ts';
import { plainText } from './safe.ts';
import { CHOICE_WORDS, TEXTS } from './texts.ts';

/** Shows what the gate is about and takes a person's decision (J8). Throws as prompts do when it is left. */
export async function askDecision(
  gate: Gate,
  design: Design,
  decide: (choice: GateChoice, note: string) => Promise<InboxAnswer>,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  const context = { output, signal };
  const reasons = named(gate.reasons.map((reason) => REASON_WORDS[reason]));
  output.write(`${TEXTS.gateHeading(reasons)}\n`);
  const brief = design.brief?.brief;
  if (brief !== undefined) {
    const text = wrapAnsi(plainText(`${brief.decision}\n\n${brief.paragraph}`), output.columns, {
      hard: true,
    });
    output.write(`\n${text}\n\n`);
  }
  const choices = gate.choices.map((value) => ({ value, name: CHOICE_WORDS[value] }));
  const choice = await select({ message: TEXTS.whichChoice, choices }, context);
  const note = choice === 'send_back' ? await input({ message: TEXTS.note }, context) : '';
  const decision = await decide(choice, note);
  if (!decision.accepted) output.write(`${decision.refusal.message}\n`);
}
