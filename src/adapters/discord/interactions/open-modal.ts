import type { Design } from '../../../core/design.ts';
import { openQuestions } from '../../../core/question/answering.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { wordsDocument } from '../../../runtime/message/words.ts';
import { whyNotAnswer, whyNotCancel, whyNotDecide, whyNotStart } from '../../../runtime/permission.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { drawConfirm } from '../drawing/confirm.ts';
import type { Interaction } from './interaction.ts';
import { answersModal, beginModal, sendBackModal } from './modals.ts';

/**
 * Opens the form for a new design, as the answer. `message` is what it is opened on. Or says why this person may not, before
 * anything is typed in vain; how many they have started today is looked up when they send it.
 */
export async function openBegin(
  { context, person, conversation, answer }: Interaction,
  topic: string,
  message: string | null,
): Promise<Document | null> {
  const reason = whyNotStart(context.policy, person, conversation.named, 0);
  if (reason !== null) return wordsDocument(reason);
  await answer.open(beginModal(topic, context.engine.parts.personas, message));
  return null;
}

/** Opens the form that asks what should be looked at again; or says why not, before anything is typed in vain. */
export async function openSendBack(
  { context, person, answer }: Interaction,
  value: string,
): Promise<Document | null> {
  const reason = whyNotDecide(context.policy, person);
  if (reason !== null) return wordsDocument(reason);
  await answer.open(sendBackModal(value));
  return null;
}

/** The same for the form that questions are answered in; or says that none is open, or why this person may not. */
export async function openAnswers(
  { context, person, answer }: Interaction,
  design: Design,
): Promise<Document | null> {
  const reason = whyNotAnswer(context.policy, person);
  if (reason !== null) return wordsDocument(reason);
  if (design.end !== null || design.answering === null || openQuestions(design).length === 0)
    return wordsDocument(DISCORD_TEXTS.nothingOpen);
  await answer.open(answersModal(design));
  return null;
}

export async function askBeforeCancel(
  { context, person, answer }: Interaction,
  design: Design,
): Promise<Document | null> {
  const reason = whyNotCancel(context.policy, person, design);
  if (reason !== null || design.end !== null) return wordsDocument(reason ?? TEXTS.overAlready);
  await answer.show(drawConfirm(design.id));
  return null;
}
