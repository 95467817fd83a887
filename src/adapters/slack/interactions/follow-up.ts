import { parsedActionValue } from '../../../runtime/gateway/actions.ts';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { followUpFrom, followUpProblem } from '../../../runtime/gateway/follow-up.ts';
import { wordsDocument } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import type { SlackContext } from '../slack-context.ts';
import { OpenedOnDesign } from './forms.ts';
import type { Submitted } from './interaction-payload.ts';
import type { Sent } from './start.ts';

/** The form for a design that follows up on a decision. What is wrong is shown in it, so that nothing that was typed is lost. */
export async function followUpSubmitted(context: SlackContext, { user, view }: Submitted): Promise<Sent> {
  const opened = OpenedOnDesign.safeParse(view.private_metadata).data;
  const meant = opened === undefined ? null : parsedActionValue(opened.value);
  if (opened === undefined || meant === null) return { errors: { topic: TEXTS.formUnread } };
  const { channel, value } = opened;
  const topic = (view.state.values.topic?.topic?.value ?? '').trim();
  const { people } = context;
  const asked = { person: await people.personAtOnce(user.id), channel };
  const problem = await withDesignHere(context, meant.designId, channel, async (design) => {
    const words = await followUpProblem(context, design, topic, asked);
    return words === null ? null : wordsDocument(words);
  });
  if (problem !== null) return { errors: { topic: problem.notification } };
  const work: Work = async (stored) => {
    const person = await people.person(user.id);
    return followUpFrom(context, value, topic, { person, channel, key: `slack ${view.id}`, stored });
  };
  return { channel, work };
}
