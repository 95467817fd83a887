import type { AckFn, RespondArguments, RespondFn, ViewResponseAction } from '@slack/bolt';
import { answerRequest, type Work } from '../../../runtime/gateway/answer-request.ts';
import { callAgain } from '../../../runtime/gateway/platform-access.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { draw } from '../drawing/draw.ts';
import type { SlackContext } from '../slack-context.ts';

type Tell = (answer: Document) => Promise<unknown>;

/** An acknowledgement that carries the answer, if there is one in time. */
export function respondAtOnce(
  context: SlackContext,
  work: Work,
  ack: (answer?: RespondArguments) => Promise<void>,
  tell: Tell,
): Promise<void> {
  const { clock, log } = context;
  const acknowledge = (answer: Document | null) => ack(answer === null ? undefined : privately(answer));
  return answerRequest(work, { acknowledge, tell, clock, log });
}

/** An acknowledgement that carries nothing: the answer is told apart from it. */
export function respondLater(
  context: SlackContext,
  work: Work,
  ack: () => Promise<void>,
  tell: Tell,
): Promise<void> {
  const { clock, log } = context;
  const acknowledge = async (answer: Document | null): Promise<void> => {
    await ack();
    if (answer !== null) await tell(answer);
  };
  return answerRequest(work, { acknowledge, tell, clock, log });
}

/** Tells a person something by the response URL that came with what they did. */
export function responding(context: SlackContext, respond: RespondFn): Tell {
  return (answer) => callAgain(context, () => respond({ ...privately(answer), replace_original: false }));
}

export type AcknowledgeForm = (errors?: Readonly<Record<string, string>>) => Promise<void>;

/** Acknowledges a form, or says at its fields what is wrong. */
export function atFields(ack: AckFn<ViewResponseAction>): AcknowledgeForm {
  return (errors) =>
    errors === undefined ? ack() : ack({ response_action: 'errors', errors: { ...errors } });
}

export function privately(answer: Document) {
  const { text, blocks } = draw(answer);
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] };
}
