import { positionLabel } from '../../core/differences/labels.ts';
import type { Design, Gate } from '../../core/vocabulary/design.ts';
import type { GateChoice } from '../../core/vocabulary/event-parts.ts';
import type { DivergenceId } from '../../core/vocabulary/ids.ts';
import { acceptedAt } from '../../core/vocabulary/status.ts';
import { moment } from '../../presentation/format/document.ts';
import { gateIn } from '../../presentation/gate.ts';
import { choiceLabel, undecidedLine } from '../../presentation/gate-words.ts';
import { pointsToSettle } from '../../presentation/view/gate.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { Outcome } from './answering.ts';
import { documentText, lineTexts, MOST, markdownLine } from './markdown.ts';
import { TEXTS } from './texts.ts';
import type { Typing } from './typing.ts';

/** What a person can do at a gate. Each action resolves once it is recorded or refused. */
export interface AtGate {
  now(): number;
  decide(choice: GateChoice, note: string): Promise<Outcome>;
  settle(divergenceId: DivergenceId, position: string): Promise<Outcome>;
}

interface Option {
  readonly words: string;
  readonly takesNote: boolean;
  carryOut(note: string): Promise<Outcome>;
}

/** Shows the gate and takes a person's decision (J8). Throws like `typing` when it is interrupted or aborted. */
export async function askDecision(
  { gate, design, person }: { readonly gate: Gate; readonly design: Design; readonly person: AtGate },
  typing: Typing,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const options = optionsAt(gate, design, person);
  for (const line of documentText(gateIn(viewOf(design), gate.id).sections(MOST)).split('\n')) say(line);
  say('');
  for (const [index, { words }] of options.entries()) say(`  ${index + 1}  ${words}`);
  const status = () => {
    const now = person.now();
    return lineTexts(undecidedLine(moment(gate.deadlineAt, now)), now);
  };
  const line = (message: string) => typing({ message, endings: null, status }, signal);
  for (;;) {
    const typed = (await line('Type its number:')).trim();
    const chosen = options[Number(typed) - 1];
    if (chosen === undefined) {
      say(TEXTS.noSuchNumber(typed.slice(0, 40), options.length));
      continue;
    }
    const { words, takesNote, carryOut } = chosen;
    const note = takesNote
      ? (
          await typing(
            { message: 'What should be different? Leave it empty to go back.', endings: [], status },
            signal,
          )
        ).trim()
      : '';
    const isMeant = takesNote ? note !== '' : await saysYes(() => line(TEXTS.sure(words)));
    if (!isMeant) continue;
    const answer = await carryOut(note);
    if (answer.ok) return;
    say(answer.words);
  }
}

/** Asks until the answer is yes or no. An empty line is no. */
export async function saysYes(ask: () => Promise<string>): Promise<boolean> {
  for (;;) {
    const typed = (await ask()).trim();
    if (/^y(es)?$/i.test(typed)) return true;
    if (/^(no?)?$/i.test(typed)) return false;
  }
}

function optionsAt(gate: Gate, design: Design, { decide, settle }: AtGate): Option[] {
  const positions = pointsToSettle(design).flatMap(({ id, positions: its }) =>
    its.map((position) => ({
      words: TEXTS.settle(positionLabel(id, position.id), markdownLine(position.statement)),
      takesNote: false,
      carryOut: () => settle(id, position.id),
    })),
  );
  const choices = gate.choices.map((choice) => ({
    words: choiceLabel(choice, acceptedAt(design, gate)),
    takesNote: choice === 'send_back',
    carryOut: (note: string) => decide(choice, note),
  }));
  return [...positions, ...choices];
}
