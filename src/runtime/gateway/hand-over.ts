import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { refused } from '../../core/telling/message/answers.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { ownerOf } from '../../core/vocabulary/owner.ts';
import type { Person } from '../permission.ts';
import type { GatewayContext } from './gateway-context.ts';
import { ownReading } from './reading.ts';
import { command, type Request } from './request.ts';

/** Returns the person of this id where a design can be given into their hands, or says in words why it cannot. */
export async function personFor(
  context: GatewayContext,
  design: Design,
  id: string,
  { channel }: Pick<Request, 'channel'>,
): Promise<Person | { readonly problem: string }> {
  const found = id === '' ? null : await context.lookUp(id, channel);
  if (found === null) return { problem: TEXTS.handOver.nobody };
  const { person, isBot } = found;
  if (isBot) return { problem: TEXTS.handOver.bot(person.name) };
  // The context may be another way in than the platform of the design.
  const platform = design.thread?.platform ?? context.platform;
  const { mayRead } = await ownReading({ platform, readers: context.readers }, person);
  return (await mayRead({ ...design, followUpOf: design.followUpOf ?? null }))
    ? person
    : { problem: TEXTS.handOver.unreadable(person.name) };
}

/** Says why a design cannot be handed over to the person of this id, in words; `null` if it can. */
export async function handOverProblem(
  context: GatewayContext,
  design: Design,
  id: string,
  asking: Pick<Request, 'channel'>,
): Promise<string | null> {
  const person = await newOwner(context, design, id, asking);
  return 'problem' in person ? person.problem : null;
}

/** Hands the design over to the person of this id, who decides on it from now on. */
export async function handOver(
  context: GatewayContext,
  design: Design,
  id: string,
  request: Request,
): Promise<Document | null> {
  const person = await newOwner(context, design, id, request);
  if ('problem' in person) return refused(person.problem);
  const { name: to, id: toId } = person;
  const refusal = await command(context, design, { type: 'hand_over', to, toId }, request);
  return refusal ?? wordsDocument(TEXTS.handOver.done(to));
}

async function newOwner(
  context: GatewayContext,
  design: Design,
  id: string,
  asking: Pick<Request, 'channel'>,
): ReturnType<typeof personFor> {
  const person = await personFor(context, design, id, asking);
  const isOwner = !('problem' in person) && ownerOf(design).id === person.id;
  return isOwner ? { problem: TEXTS.handOver.theirs(person.name) } : person;
}
