import { confirm, input, select } from '@inquirer/prompts';
import wrapAnsi from 'wrap-ansi';
import type { Design, Gate } from '../../core/design.ts';
import type { GateChoice } from '../../core/events.ts';
import { REASON_WORDS } from '../../core/words.ts';
import type { InboxAnswer } from '../../runtime/ports/store.ts';
import { asked } from './asked.ts';
import { listed } from './format.ts';
import { plainText } from './safe.ts';
import { CHOICE_WORDS, TEXTS } from './texts.ts';

/** Shows what the gate is about and takes a person's decision (J8). Says whether it was left by Ctrl-C. */
export async function askDecision(
  gate: Gate,
  design: Design,
  decide: (choice: GateChoice, note: string) => Promise<InboxAnswer>,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<'over' | 'interrupted'> {
  const context = { output, signal };
  const reasons = listed(gate.reasons.map((reason) => REASON_WORDS[reason]));
  output.write(`${TEXTS.gateHeading(reasons)}\n`);
  const brief = design.brief?.brief;
  if (brief !== undefined) {
    const text = wrapAnsi(plainText(`${brief.decision}\n\n${brief.paragraph}`), output.columns, {
      hard: true,
    });
    output.write(`\n${text}\n\n`);
  }
  const choices = gate.choices.map((value) => ({ value, name: CHOICE_WORDS[value] }));
  const choice = await asked(select({ message: TEXTS.whichChoice, choices }, context));
  if (choice.kind !== 'given') return choice.kind === 'interrupted' ? 'interrupted' : 'over';
  let note = '';
  if (choice.value === 'send_back') {
    const words = await asked(input({ message: TEXTS.note }, context));
    if (words.kind !== 'given') return words.kind === 'interrupted' ? 'interrupted' : 'over';
    note = words.value;
  }
  const decision = await decide(choice.value, note);
  if (!decision.accepted) output.write(`${decision.refusal.message}\n`);
  return 'over';
}

/** A second Ctrl-C is a yes. */
export async function confirmCancel(output: NodeJS.WriteStream, signal: AbortSignal): Promise<boolean> {
  const answer = await asked(
    confirm({ message: TEXTS.askCancel, default: false }, { output, signal, clearPromptOnDone: true }),
  );
  return answer.kind === 'interrupted' || (answer.kind === 'given' && answer.value);
}
