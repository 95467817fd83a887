import { CHOICE_VERBS, type Document, wordsDocument } from '../../core/telling/document.ts';
import {
  correctedDocument,
  correctionDocument,
  participantDocument,
} from '../../core/telling/message/answers.ts';
import { foldedOf } from '../../core/telling/message/post.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { GateChoice } from '../../core/vocabulary/events.ts';
import { DivergenceId, GateId } from '../../core/vocabulary/ids.ts';
import { whyNotAnswer } from '../permission.ts';
import { ACTIONS, type ActionId, type WordsAction } from './actions.ts';
import { askToCancel, cancel } from './cancel.ts';
import { whyNotPress } from './confirmations.ts';
import type { GatewayContext } from './gateway-context.ts';
import { command, type Request } from './request.ts';
import { askToRunAgain, runAgain } from './run-again.ts';
import { performOn } from './verbs.ts';

/**
 * Does what was clicked, on a design that is here. `about` is the gate or the participant; of a menu of designs, what it is for.
 * `openForm` asks this person for the words that the action needs.
 */
export async function clicked(
  context: GatewayContext,
  action: ActionId,
  design: Design,
  about: string,
  request: Request,
  openForm: (action: WordsAction) => Promise<Document | null>,
): Promise<Document | null> {
  switch (action) {
    case ACTIONS.peek:
      return participantDocument(design, about);
    case ACTIONS.show:
      return foldedOf(about, design) ?? wordsDocument(TEXTS.gone);
    case ACTIONS.doneAnswering:
    case ACTIONS.skip: {
      const reason = whyNotPress(context.policy, action, design, request);
      if (reason !== null) return wordsDocument(reason);
      const skip = action === ACTIONS.skip;
      return command(context, design, { type: 'finish_answering', skip }, request);
    }
    case ACTIONS.accept:
      return decide(context, design, about, 'accept', request);
    case ACTIONS.again:
      return decide(context, design, about, 'again', request);
    case ACTIONS.stop:
      return decide(context, design, about, 'stop', request);
    case ACTIONS.settle:
      return settle(context, design, about, request);
    case ACTIONS.correct:
    case ACTIONS.reading:
      return correct(context, design, about, request);
    case ACTIONS.cancel:
      return askToCancel(context, design, request);
    case ACTIONS.cancelNow:
      return cancel(context, design, request);
    case ACTIONS.runAgain:
      return askToRunAgain(context, design, request);
    case ACTIONS.runAgainNow:
      return runAgain(context, design, request);
    case ACTIONS.choose: {
      const verb = CHOICE_VERBS.find((each) => each === about);
      return verb === undefined ? wordsDocument(TEXTS.gone) : performOn(context, verb, design, request);
    }
    case ACTIONS.followUp:
    case ACTIONS.sendBack: {
      const reason = whyNotPress(context.policy, action, design, request);
      return reason === null ? openForm(action) : wordsDocument(reason);
    }
    case ACTIONS.start:
      throw new Error('broken invariant: what is started is no design yet');
  }
}

/** Which action this is; `null` for what we cannot have written. What stands behind a second dot tells equal ones apart. */
export function actionOf(id: string): ActionId | null {
  const action = id.split('.', 2).join('.');
  return Object.values(ACTIONS).find((each) => each === action) ?? null;
}

/** Asks which reply answers a question, or records it. `about`: the question, and the reply by its place (`since`) or `none`. */
async function correct(
  context: GatewayContext,
  design: Design,
  about: string,
  request: Request,
): Promise<Document | null> {
  const reason = whyNotAnswer(context.policy, request.person);
  if (reason !== null) return wordsDocument(reason);
  const [number, chosen] = about.split('/', 2);
  const question = design.questions.find(({ id }) => id === number);
  if (question === undefined) return wordsDocument(TEXTS.gone);
  if (chosen === undefined) return correctionDocument(design, question);
  const reply = design.replies.find(({ since }) => chosen === `R${since}`) ?? null;
  // Changed or taken back since then, or forged.
  if (reply === null && chosen !== 'none') return wordsDocument(TEXTS.replyGone);
  const wanted = { type: 'correct_match', questionId: question.id, replyId: reply?.id ?? null } as const;
  return (await command(context, design, wanted, request)) ?? correctedDocument(question.id, reply);
}

/** `about`: the difference and one of its positions. */
async function settle(
  context: GatewayContext,
  design: Design,
  about: string,
  request: Request,
): Promise<Document | null> {
  const reason = whyNotPress(context.policy, ACTIONS.settle, design, request);
  if (reason !== null) return wordsDocument(reason);
  const [id, position = ''] = about.split('/', 2);
  const divergenceId = DivergenceId.safeParse(id);
  if (!divergenceId.success) return wordsDocument(TEXTS.gone);
  const wanted = { divergenceId: divergenceId.data, position, note: '' };
  return command(context, design, { type: 'settle_divergence', ...wanted }, request);
}

/** Decides at a gate. */
export async function decide(
  context: GatewayContext,
  design: Design,
  gate: string,
  choice: GateChoice,
  request: Request,
  note = '',
): Promise<Document | null> {
  const reason = whyNotPress(context.policy, ACTIONS.accept, design, request);
  if (reason !== null) return wordsDocument(reason);
  const gateId = GateId.safeParse(gate);
  if (!gateId.success) return wordsDocument(TEXTS.gone);
  return command(context, design, { type: 'decide_gate', gateId: gateId.data, choice, note }, request);
}
