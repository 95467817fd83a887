import type { Design } from '../../core/design.ts';
import { whyNotFollowUp } from '../engine/follow-up.ts';
import { refused } from '../message/answers.ts';
import type { Document } from '../message/document.ts';
import { TEXTS } from '../message/texts.ts';
import { readableHere } from '../permission.ts';
import { designOfThread, isBusy } from './designs-here.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Request } from './request.ts';
import { followUpIn, startInWords } from './requested-design.ts';
import { startDesign, startProblem } from './start-design.ts';
import { countWords, ENDS_AS_QUESTION, isForBot, verbIn, verbOf } from './verb.ts';

/** Why this person cannot have a design follow up on this one, in words for them; `null` if they can. */
export async function followUpProblem(
  context: GatewayContext,
  earlier: Design,
  topic: string,
  { person, channel }: Pick<Request, 'person' | 'channel'>,
): Promise<string | null> {
  const preconditionProblem = () => busyProblem(context, earlier);
  const asked = { topic: followUpIn(topic) ?? topic };
  return (
    whyNotFollowUp(earlier) ??
    slipIn(asked.topic) ??
    startProblem(context, asked, { person, channel, preconditionProblem })
  );
}

/** What is no question but a verb or a slip, which nobody means to be discussed, with what to type; `null` for all else. */
function slipIn(topic: string): string | null {
  const words = topic.trim();
  const verb = verbOf(words, true) ?? (ENDS_AS_QUESTION.test(words) ? null : verbIn(words, true));
  if (verb !== null) return TEXTS.followUpVerb(verb);
  return countWords(words) === 1 || isForBot(words) ? TEXTS.followUpWord(words) : null;
}

async function busyProblem(context: GatewayContext, { thread }: Design): Promise<string | null> {
  return thread !== null && (await isBusy(context, thread)) ? TEXTS.followUpBusy : null;
}

/** Starts a design that follows up on an ended one, in its thread: as every start, with that decision in its context. */
export async function followUp(
  context: GatewayContext,
  earlier: Design,
  words: string,
  request: Request,
): Promise<Document | null> {
  const { person, channel, stored, typed } = request;
  const { thread, repository } = earlier;
  const topic = followUpIn(words) ?? words.trim();
  const problem = whyNotFollowUp(earlier) ?? slipIn(topic);
  if (problem !== null || thread === null) return refused(problem ?? TEXTS.elsewhere, typed);
  const readable = readableHere(context, person, channel);
  const requester = {
    person,
    channel,
    ...(typed !== undefined && { typed }),
    preconditionProblem: () => busyProblem(context, earlier),
    readsIn: null,
    openThread: async () => ({ channel: thread.channel, thread: thread.thread }),
  };
  const again = {
    ...startInWords(topic),
    repository: readable.find((name) => name === repository?.name) ?? null,
  };
  const newest = await designOfThread(context, thread);
  // One in each thread at a time: of two who ask in the same moment one gets it.
  const key = `follow up ${newest?.id ?? earlier.id}`;
  return startDesign(context, again, requester, key, stored, earlier);
}
