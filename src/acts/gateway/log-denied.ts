import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Person } from '../../engine/access/permission.ts';
import { actorOf, type LoggedAct, logRefused, platformViaOf } from '../log-act.ts';
import type { GatewayContext } from './gateway-context.ts';

interface Subject {
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly what: string;
  readonly designId: DesignId | null;
}

/** Logs an act that was refused before its design was asked. */
export function logDenied(context: GatewayContext, subject: Subject, reason: string): void {
  logRefused(context.engine.parts, { ...actOf(context, subject), detail: reason });
}

/** An act on a platform or page. Chat platforms tell no address. */
export function actOf(
  { platform, via = platformViaOf(platform), from = '' }: Pick<GatewayContext, 'platform' | 'via' | 'from'>,
  { person, what, designId }: Subject,
): LoggedAct {
  return { who: actorOf(person.name, via), via, what, designId, detail: '', from };
}
