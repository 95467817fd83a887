import type { DesignId } from '../../core/vocabulary/ids.ts';
import { actorOf, type LoggedAct, logRefused, platformViaOf } from '../log-act.ts';
import type { AskingPerson } from './request.ts';

type Actor = Pick<AskingPerson, 'context' | 'person'>;

/** Logs an act that was refused before its design was asked. */
export function logDenied(
  actor: Actor,
  what: string,
  designId: DesignId | null,
  reason: string,
): void {
  logRefused(actor.context.engine.parts, { ...deniedActOf(actor, what, designId), detail: reason });
}

/** An act on a platform or page. Chat platforms tell no address. */
export function deniedActOf(
  { context, person }: Actor,
  what: string,
  designId: DesignId | null,
): LoggedAct {
  const { platform, via = platformViaOf(platform), from = '' } = context;
  return { who: actorOf(person.name, via), via, what, designId, detail: '', from };
}
