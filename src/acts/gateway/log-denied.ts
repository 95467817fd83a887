import type { DesignId } from '../../core/vocabulary/ids.ts';
import { actorOf, type LoggedAct, logRefused, platformViaOf } from '../log-act.ts';
import type { Asking } from './request.ts';

type Actor = Pick<Asking, 'context' | 'person'>;

/** Logs an act that was refused before its design was asked. */
export function logDenied(actor: Actor, what: string, designId: DesignId | null, reason: string): void {
  logRefused(actor.context.engine.parts, { ...actOf(actor, what, designId), detail: reason });
}

/** An act on a platform or page. Chat platforms tell no address. */
export function actOf({ context, person }: Actor, what: string, designId: DesignId | null): LoggedAct {
  const { platform, via = platformViaOf(platform), from = '' } = context;
  return { who: actorOf(person.name, via), via, what, designId, detail: '', from };
}
