import type { GateChoice } from '../../core/vocabulary/event-parts.ts';
import type { DivergenceId, QuestionId } from '../../core/vocabulary/ids.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { moment, shortenSections } from '../../presentation/format/document.ts';
import { foldToOneLine } from '../../presentation/format/plain.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { drawGate, listDisputedQuestions } from '../../presentation/thread/gate.ts';
import { drawAskToDecide, labelChoice } from '../../presentation/words/gate-words.ts';
import type { ActionResult } from './answering.ts';
import { documentTextOf, drawMarkdownLine, lineTextsOf, MOST } from './markdown.ts';
import { TERMINAL_TEXTS } from './texts.ts';
import type { Typing } from './typing.ts';
import { saysYes } from './yes-or-no.ts';

/** What a person can do at a gate. Each action resolves once it is recorded or refused. */
export interface AtGate {
  now(): number;
  decide(choice: GateChoice, note: string): Promise<ActionResult>;
  settle(divergenceId: DivergenceId, position: string): Promise<ActionResult>;
  /** `answer`: the version at which it was given. */
  agree(questionId: QuestionId, answer: string): Promise<ActionResult>;
}

interface Option {
  readonly words: string;
  readonly takesNote: boolean;
  carryOut(note: string): Promise<ActionResult>;
}

/**
 * Shows the gate and takes a person's decision. Throws like `typing` when it is interrupted or
 * aborted.
 */
export async function askDecision(
  view: DesignView,
  person: AtGate,
  typing: Typing,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { gate } = view;
  if (gate === null) return;
  const options = optionsAt(view, gate, person);
  for (const line of documentTextOf(shortenSections(drawGate(view, gate.id).sections, MOST)).split(
    '\n',
  ))
    say(line);
  say('');
  for (const [index, { words }] of options.entries()) say(`  ${index + 1}  ${words}`);
  const status = () => {
    const now = person.now();
    return lineTextsOf(drawAskToDecide(gate, moment(gate.deadline, now)), now);
  };
  const line = (message: string) => typing({ message, ending: null, status }, signal);
  for (;;) {
    const number = (await line('Type its number:')).trim();
    const option = options[Number(number) - 1];
    if (option === undefined) {
      say(TERMINAL_TEXTS.noSuchNumber(cutText(number, 40), options.length));
      continue;
    }
    const { words, takesNote, carryOut } = option;
    const note = takesNote
      ? (
          await typing(
            {
              message: 'What should be different? Leave it empty to go back.',
              ending: '',
              status,
            },
            signal,
          )
        ).trim()
      : '';
    const isMeant = takesNote ? note !== '' : await saysYes(() => line(TERMINAL_TEXTS.sure(words)));
    if (!isMeant) continue;
    const answer = await carryOut(note);
    if (answer.ok) return;
    say(answer.words);
  }
}

function optionsAt(
  view: DesignView,
  { points, choices: offered, accepts }: NonNullable<DesignView['gate']>,
  { decide, settle, agree }: AtGate,
): Option[] {
  const disputed = listDisputedQuestions(view).flatMap(({ id, differing }) =>
    differing.map(({ author, words, since }) => ({
      words: TERMINAL_TEXTS.agree(author, id, foldToOneLine(words)),
      takesNote: false,
      carryOut: () => agree(id, String(since)),
    })),
  );
  const { divergences } = view;
  const toSettle = divergences.filter(({ id }) => points.includes(id));
  const positions = toSettle.flatMap(({ id, positions: its }) =>
    its.map((position) => ({
      words: TERMINAL_TEXTS.settle(position.label, drawMarkdownLine(position.text)),
      takesNote: false,
      carryOut: () => settle(id, position.id),
    })),
  );
  const choices = offered.map((choice) => ({
    words: labelChoice(choice, accepts),
    takesNote: choice === 'send_back',
    carryOut: (note: string) => decide(choice, note),
  }));
  return [...disputed, ...positions, ...choices];
}
