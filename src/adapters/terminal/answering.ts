import { input, select } from '@inquirer/prompts';
import type { Design, Question } from '../../core/design.ts';
import type { QuestionId } from '../../core/ids.ts';
import { participant } from '../../core/participants.ts';
import { openQuestions } from '../../core/question/answering.ts';
import type { InboxAnswer } from '../../runtime/ports/store.ts';
import { oneLine } from './safe.ts';
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
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  const context = { output, signal };
  const showRefusal = (answer: InboxAnswer) => {
    if (!answer.accepted) output.write(`${answer.refusal.message}\n`);
  };
  output.write(`${TEXTS.questionsHeading(openQuestions(thread.design()).length)}\n`);
  while (thread.design().answering !== null) {
    const choice = await select(menu(thread.design()), { ...context, clearPromptOnDone: true });
    if (choice === 'done' || choice === 'skip') return showRefusal(await thread.finish(choice === 'skip'));
    const questionId = choice === 'text' ? null : choice;
    const message = questionId === null ? TEXTS.yourWords : answerTo(thread.design(), questionId);
    const words = await input({ message }, context);
    if (words.trim() !== '') showRefusal(await thread.reply(words, questionId));
  }
}

function menu(design: Design) {
  const questions = openQuestions(design).map((question) => ({
    value: question.id as Choice,
    name: `${question.id} ${oneLine(question.text)}`,
    short: question.id,
    description: reason(design, question),
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
