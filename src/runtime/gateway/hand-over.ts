import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { refused } from '../../core/telling/message/answers.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { ownerOf } from '../../core/vocabulary/owner.ts';
import type { GatewayContext } from './gateway-context.ts';
import { ownReading } from './reading.ts';
import { command, type Request } from './request.ts';

type Asking = Pick<Request, 'person' | 'channel'>;

/** Says why a design cannot be handed over to the person of this id, in words; `null` if it can. */
export async function handOverProblem(
  context: GatewayContext,
  design: Design,
  id: string,
  { channel }: Asking,
): Promise<string | null> {
  const found = id === '' ? null : await context.lookUp(id, channel);
  if (found === null) return TEXTS.handOver.nobody;
  const { person, isBot } = found;
  if (isBot) return TEXTS.handOver.bot(person.name);
  if (ownerOf(design).id === person.id) return TEXTS.handOver.theirs(person.name);
  // The context may be another way in than the platform of the design.
  const platform = design.thread?.platform ?? context.platform;
  const { mayRead } = await ownReading({ platform, readers: context.readers }, person);
  return (await mayRead({ ...design, followUpOf: design.followUpOf ?? null }))
    ? null
    : TEXTS.handOver.unreadable(person.name);
}

/** Hands the design over to the person of this id, who decides on it from now on. */
export async function handOver(
  context: GatewayContext,
  design: Design,
  id: string,
  request: Request,
): Promise<Document | null> {
  const problem = await handOverProblem(context, design, id, request);
  if (problem !== null) return refused(problem);
  const found = await context.lookUp(id, request.channel);
  if (found === null) return refused(TEXTS.handOver.nobody);
  const { person } = found;
  const refusal = await command(
    context,
    design,
    { type: 'hand_over', to: person.name, toId: person.id },
    request,
  );
  return refusal ?? wordsDocument(TEXTS.handOver.done(person.name));
}
