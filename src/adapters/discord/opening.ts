import type { Design } from '../../core/design.ts';
import { openQuestions } from '../../core/question/answering.ts';
import type { Document } from '../../runtime/message/document.ts';
import { wordsDocument } from '../../runtime/message/words.ts';
import { whyNotAnswer, whyNotDecide, whyNotStart } from '../../runtime/permission.ts';
import { drawConfirm } from './drawing/confirm.ts';
import type { Asked } from './interactions/asked.ts';
import { answersModal, beginModal, sendBackModal } from './modals.ts';
import { DISCORD_TEXTS } from './texts.ts';

/**
 * Opens the form for a new design, as the answer: nothing else is to be said. `message` is what it is opened on. Or says why
 * this person may not, before anything is typed in vain; how many they have started today is looked up when they send it.
 */
export async function openBegin(
  { desk, person, where, answer }: Asked,
  topic: string,
  message: string | null,
): Promise<Document | null> {
  const reason = whyNotStart(desk.policy, person, where.named, 0);
  if (reason !== null) return wordsDocument(reason);
  await answer.open(beginModal(topic, desk.engine.parts.personas, message));
  return null;
}

/** The same for the form that asks what should be looked at again; or says why not, before anything is typed in vain. */
export async function openSendBack({ desk, person, answer }: Asked, value: string): Promise<Document | null> {
  const reason = whyNotDecide(desk.policy, person);
  if (reason !== null) return wordsDocument(reason);
  await answer.open(sendBackModal(value));
  return null;
}

/** The same for the form that questions are answered in; or says that none is open, or why this person may not. */
export async function openAnswers({ desk, person, answer }: Asked, design: Design): Promise<Document | null> {
  const reason = whyNotAnswer(desk.policy, person);
  if (reason !== null) return wordsDocument(reason);
  if (design.end !== null || design.answering === null || openQuestions(design).length === 0)
    return wordsDocument(DISCORD_TEXTS.nothingOpen);
  await answer.open(answersModal(design));
  return null;
}

/** Asks once more before a design is cancelled. */
export async function askAgain({ answer }: Asked, design: Design): Promise<Document | null> {
  await answer.show(drawConfirm(design.id));
  return null;
}
