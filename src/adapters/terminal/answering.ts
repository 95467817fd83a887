import { input, select } from '@inquirer/prompts';
import type { Design, Question } from '../../core/design.ts';
import type { QuestionId } from '../../core/ids.ts';
import { participant } from '../../core/participants.ts';
import { openQuestions } from '../../core/question/answering.ts';
import type { InboxAnswer } from '../../runtime/ports/store.ts';
import { asked } from './asked.ts';
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
 * Asks the open questions in whatever order people like, until all are answered, they are done, or `signal` says
 * that answering is over. Says whether it was left by Ctrl-C.
 */
export async function askQuestions(
  thread: Thread,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<'over' | 'interrupted'> {
  const context = { output, signal };
  const say = (text: string) => output.write(`${text}\n`);
  say(TEXTS.questionsHeading(openQuestions(thread.design()).length));
  while (thread.design().answering !== null) {
    const choice = await asked(select(menu(thread.design()), { ...context, clearPromptOnDone: true }));
    if (choice.kind !== 'given') return choice.kind === 'interrupted' ? 'interrupted' : 'over';
    if (choice.value === 'done' || choice.value === 'skip') {
      return refusedOr(await thread.finish(choice.value === 'skip'), say);
    }
    const questionId = choice.value === 'text' ? null : choice.value;
    const words = await asked(
      input(
        { message: questionId === null ? TEXTS.yourWords : answerTo(thread.design(), questionId) },
        context,
      ),
    );
    if (words.kind !== 'given') return words.kind === 'interrupted' ? 'interrupted' : 'over';
    if (words.value.trim() !== '') refusedOr(await thread.reply(words.value, questionId), say);
  }
  return 'over';
}

function refusedOr(decision: InboxAnswer, say: (text: string) => void): 'over' {
  if (!decision.accepted) say(decision.refusal.message);
  return 'over';
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
