import type { Document } from '../../core/telling/document.ts';
import { refused } from '../../core/telling/message/answers.ts';
import type { OutsideCommand } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Person } from '../permission.ts';
import type { GatewayContext } from './gateway-context.ts';
import { commanded } from './noted.ts';
import { nameOf, viaOf } from './signed.ts';

/** A person's request, and its place. */
export interface Request {
  readonly person: Person;
  readonly channel: string;
  /** The platform's own id of what they did. */
  readonly key: string;
  /** Their words from a form, which is gone by then; left out where these stand in a message. */
  readonly typed?: readonly string[];
  /** Called as soon as nothing can be lost, with what they read at once. */
  readonly stored: (now?: Document) => void;
}

type Unsigned<Any> = Any extends { by: string; byId?: unknown } ? Omit<Any, 'by' | 'byId' | 'via'> : never;

/** Sends a command to a design, signed by the person who asks for it; answers with the refusal, if any. */
export async function command(
  context: GatewayContext,
  design: Design,
  wanted: Unsigned<OutsideCommand>,
  { person, key, stored, typed }: Pick<Request, 'person' | 'key' | 'stored' | 'typed'>,
): Promise<Document | null> {
  const signed = { ...wanted, by: nameOf(context, person), byId: person.id, ...viaOf(context) };
  const answer = await commanded(context, design.id, signed, { person, key, onStored: () => stored() });
  return answer.accepted ? null : refused(answer.refusal.message, typed);
}
