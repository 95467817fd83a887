import { input, select } from '@inquirer/prompts';
import type { Design, Question } from '../../core/design.ts';
import type { QuestionId } from '../../core/ids.ts';
import { participant } from '../../core/participants.ts';
import { openQuestions } from '../../core/question/questions.ts';
import { viewOf } from '../../core/view.ts';
import type { InboxAnswer } from '../../runtime/ports/store.ts';
import { folded } from './format.ts';
import { columnsOf } from './look.ts';
import { oneLine } from './safe.ts';
import { ShownDesign } from './shown-design.ts';
import { takenLines } from './taken-lines.ts';
import { TEXTS } from './texts.ts';

/** What the people at a terminal can do about a design; each resolves once it is recorded or refused. */
export interface Thread {
  design(): Design;
  reply(text: string, questionId: QuestionId | null): Promise<InboxAnswer>;
  finish(skip: boolean): Promise<InboxAnswer>;
}

type Choice = QuestionId | 'text' | 'done' | 'skip';

/**
 * Asks the open questions in whatever order people like, until all are answered or they are done. Throws as prompts do
 * when it is interrupted, or `signal` says that answering is over.
 */
export async function askQuestions(
  thread: Thread,
  say: (line: string) => void,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  const context = { output, signal };
  const showRefusal = (answer: InboxAnswer) => {
    if (!answer.accepted) say(answer.refusal.message);
  };
  say(TEXTS.questionsHeading(openQuestions(thread.design()).length));
  while (thread.design().answering !== null) {
    const choice = await select(menu(thread.design(), columnsOf(output)), {
      ...context,
      clearPromptOnDone: true,
    });
    if (choice === 'done' || choice === 'skip') return showRefusal(await thread.finish(choice === 'skip'));
    const questionId = choice === 'text' ? null : choice;
    const message = questionId === null ? TEXTS.yourWords : answerTo(thread.design(), questionId);
    const words = await input({ message }, context);
    if (words.trim() === '') continue;
    const before = thread.design();
    if (questionId === null) say(TEXTS.reading);
    showRefusal(await thread.reply(words, questionId));
    for (const line of readLines(before, thread.design(), questionId)) say(line);
  }
}

/** What the words were taken for, as far as they were read at all, and for more than an answer to what was `asked`. */
function readLines(before: Design, after: Design, asked: QuestionId | null): string[] {
  const known = new Set(before.replies.map(({ id }) => id));
  const view = ShownDesign.parse(viewOf(after));
  const isAllRead = after.answering !== null && openQuestions(after).length === 0;
  const isAsExpected = ({ answers, other }: ShownDesign['replies'][number]) =>
    asked !== null && other === '' && answers.every((id) => id === asked);
  return [
    ...view.replies
      .filter((reply) => !known.has(reply.id) && !isAsExpected(reply))
      .flatMap((reply) => takenLines(view, reply)),
    ...(isAllRead ? [TEXTS.allRead] : []),
  ];
}

/** `columns`: the prompt itself would break lines within words. */
function menu(design: Design, columns: number) {
  const questions = openQuestions(design).map((question) => ({
    value: question.id as Choice,
    name: `${question.id} ${oneLine(question.text)}`,
    short: question.id,
    description: folded(reason(design, question), columns),
  }));
  const others = [
    { value: 'text' as const, name: TEXTS.freeText },
    { value: 'done' as const, name: TEXTS.done },
    { value: 'skip' as const, name: TEXTS.skip },
  ];
  return { message: TEXTS.whichQuestion, choices: [...questions, ...others], pageSize: 12, loop: false };
}

function reason(design: Design, { participant: id, why, assumption }: Question): string {
  const { title } = participant(design, id);
  return oneLine(`${title}: ${why}${assumption === '' ? '' : ` · ${TEXTS.otherwise} ${assumption}`}`);
}

function answerTo({ questions }: Design, id: QuestionId): string {
  return `${id} ${oneLine(questions.find((question) => question.id === id)?.text ?? '')}`;
}
