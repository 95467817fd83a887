import type { OutsideCommand, StartDesign } from '../../core/commands.ts';
import type { Design } from '../../core/design.ts';
import { nameIn } from '../../core/question/author.ts';
import { answerTo } from '../engine/inbox.ts';
import { type Document, wordsDocument } from '../message/document.ts';
import type { Person } from '../permission.ts';
import type { GatewayContext } from './gateway-context.ts';

/** What somebody asks for, and where. */
export interface Request {
  readonly person: Person;
  readonly channel: string;
  /** The platform's own id of what they did. */
  readonly key: string;
  /** Called as soon as nothing can be lost, with what they read at once. */
  readonly stored: (now?: Document) => void;
}

/** The name by which this person is shown in a design, where others may have theirs. */
export function shownName(design: Design, { person }: Pick<Request, 'person'>): string {
  return nameIn(design, { author: person.name, authorId: person.id });
}

/** Sends a command to a design; answers with the refusal, if any. */
export async function command(
  context: GatewayContext,
  design: Design,
  wanted: Exclude<OutsideCommand, StartDesign>,
  { key, stored }: Pick<Request, 'key' | 'stored'>,
): Promise<Document | null> {
  const answer = await answerTo(context.engine.command(design.id, wanted, key), () => stored());
  return answer.accepted ? null : wordsDocument(answer.refusal.message);
}
