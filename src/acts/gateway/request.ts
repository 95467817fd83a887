import type { Design } from '../../core/vocabulary/design.ts';
import type { Person } from '../../engine/access/permission.ts';
import { answerTo } from '../../engine/ownership/inbox.ts';
import type { Document } from '../../presentation/format/document.ts';
import { refused } from '../../presentation/lists.ts';
import type { UnsignedCommand } from '../act.ts';
import type { GatewayContext } from './gateway-context.ts';
import { viaOf } from './signed.ts';

export interface Request {
  readonly person: Person;
  readonly channel: string;
  readonly key: string;
  /** Words typed into a form: a refusal returns them, since the form is closed. Absent if they are in a message. */
  readonly typed?: readonly string[];
  /** Called once nothing can be lost, with words to show at once. */
  readonly stored: (now?: Document) => void;
}

/** Sends a signed command; returns the refusal, if any. */
export async function command(
  context: GatewayContext,
  design: Design,
  wanted: UnsignedCommand,
  { person, key, stored, typed }: Pick<Request, 'person' | 'key' | 'stored' | 'typed'>,
): Promise<Document | null> {
  const signed = { ...wanted, by: person.name, byId: person.id, ...viaOf(context) };
  const answer = await answerTo(context.engine.command(design.id, signed, key), () => stored());
  return answer.accepted ? null : refused(answer.refusal.message, typed);
}
