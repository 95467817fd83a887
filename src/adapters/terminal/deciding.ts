import { input, select } from '@inquirer/prompts';
import wrapAnsi from 'wrap-ansi';
import type { Design, Gate } from '../../core/design.ts';
import type { GateChoice } from '../../core/events.ts';
import type { DivergenceId } from '../../core/ids.ts';
import { type GateSubject, gateSubject } from '../../core/outcome/gate-subject.ts';
import { outcomeOf } from '../../core/outcome/outcome.ts';
import { decidedIn } from '../../core/synthesis/decided.ts';
import { reasonsIn } from '../../core/words.ts';
import { named } from '../../runtime/message/texts.ts';
import type { InboxAnswer } from '../../runtime/ports/store.ts';
import { gateLines } from './gate-lines.ts';
import { columnsOf } from './look.ts';
import { oneLine, plainText } from './safe.ts';
import { CHOICE_WORDS, TEXTS } from './texts.ts';

/** What a person at a terminal can do at a gate; each resolves once it is recorded or refused. */
interface AtGate {
  decide(choice: GateChoice, note: string): Promise<InboxAnswer>;
  settle(divergenceId: DivergenceId, position: string): Promise<InboxAnswer>;
}

/** Shows what the gate is about and takes a person's decision (J8). Throws as prompts do when it is left. */
export async function askDecision(
  gate: Gate,
  design: Design,
  person: AtGate,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  const context = { output, signal };
  const reasons = named(reasonsIn(gate.reasons, outcomeOf(design).allDissent));
  const heading = gate.roundId === null ? TEXTS.gateHeading : TEXTS.emptyGateHeading;
  const wrapped = (text: string) => wrapAnsi(text, columnsOf(output), { hard: true });
  output.write(`${heading(reasons)}\n`);
  const decided = decidedIn(design)?.decision;
  if (decided !== undefined) {
    output.write(`\n${wrapped(plainText(`${decided.sentence}\n\n${decided.paragraph}`))}\n\n`);
  }
  const subject = gateSubject(design);
  for (const text of gateLines(subject)) output.write(`${wrapped(text)}\n`);
  const given = gate.choices.map((value) => ({ value, name: CHOICE_WORDS[value] }));
  const settling = subject.differences.map((difference) => ({
    value: difference,
    name: TEXTS.settle(oneLine(difference.description)),
  }));
  const message = TEXTS.whichChoice;
  const choice = await select<GateChoice | Difference>(
    { message, choices: [...given, ...settling] },
    context,
  );
  const answer =
    typeof choice === 'string'
      ? await person.decide(
          choice,
          choice === 'send_back' ? await input({ message: TEXTS.note }, context) : '',
        )
      : await person.settle(choice.id, await select(positionsOf(choice), context));
  if (!answer.accepted) output.write(`${answer.refusal.message}\n`);
}

type Difference = GateSubject['differences'][number];

function positionsOf({ description, positions }: Difference) {
  const choices = positions.map(({ id, text }) => ({ value: id, name: oneLine(text) }));
  return { message: oneLine(description), choices };
}
