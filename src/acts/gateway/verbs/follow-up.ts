import type { Design } from '../../../core/vocabulary/design.ts';
import { readableFor } from '../../../engine/access/permission.ts';
import { refusalForSuccessor } from '../../../engine/starting/follow-up.ts';
import type { Document } from '../../../presentation/format/document.ts';
import { refused } from '../../../presentation/lists.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { designOfThread, isBusy } from '../designs-here.ts';
import type { FormField, ReadField } from '../form.ts';
import type { GatewayContext } from '../gateway-context.ts';
import type { Request } from '../request.ts';
import { startOn } from '../requested-design.ts';
import { startDesign, startProblem } from './start-design.ts';

const MEANS = 'means';

export const TOPIC: FormField = {
  name: 'topic',
  label: TEXTS.modalTopic,
  hint: 'The new design gets this decision, its dissents, and what was said afterwards.',
  isRequired: true,
  input: { kind: 'paragraph', maxCharacters: 3_000, value: '' },
};

/** Fields for a follow-up: its question, and if it replaces the earlier decision (J14). */
export function followUpFields(): FormField[] {
  const choices = [TEXTS.followUpStays, TEXTS.followUpReplaces];
  const means = { kind: 'choice', choices, chosen: TEXTS.followUpStays } as const;
  return [
    TOPIC,
    { name: MEANS, label: 'What happens to this decision?', hint: '', isRequired: true, input: means },
  ];
}

/** Refusal for this follow-up; `null` if possible. */
export async function followUpProblem(
  context: GatewayContext,
  earlier: Design,
  topic: string,
  { person }: Pick<Request, 'person'>,
): Promise<string | null> {
  const preconditionProblem = () => busyProblem(context, earlier);
  return refusalForSuccessor(earlier) ?? startProblem(context, { topic }, { person, preconditionProblem });
}

async function busyProblem(context: GatewayContext, { thread }: Design): Promise<string | null> {
  return thread !== null && (await isBusy(context, thread))
    ? 'A design is already running in this thread. When it has ended, you can follow up on it.'
    : null;
}

/** Starts a follow-up in the earlier design's thread, with its decision as context. */
export async function followUp(
  context: GatewayContext,
  earlier: Design,
  { words: topic, read }: { readonly words: string; readonly read: ReadField },
  request: Request,
): Promise<Document | null> {
  const { person, channel, stored, typed } = request;
  const { thread, repository } = earlier;
  const problem = refusalForSuccessor(earlier);
  if (problem !== null || thread === null) return refused(problem ?? TEXTS.elsewhere, typed);
  const readable = readableFor(context, person);
  const requester = {
    person,
    channel,
    ...(typed !== undefined && { typed }),
    preconditionProblem: () => busyProblem(context, earlier),
    openThread: async () => ({ channel: thread.channel, thread: thread.thread }),
  };
  const again = {
    ...startOn(topic),
    ...(read(MEANS).text === TEXTS.followUpReplaces ? { supersedes: true as const } : {}),
    repository: readable.find((name) => name === repository?.name) ?? null,
  };
  const newest = await designOfThread(context, thread);
  // One per thread at a time: of two concurrent requests one succeeds.
  const key = `follow up ${newest?.id ?? earlier.id}`;
  return startDesign(context, again, requester, key, stored, earlier);
}
