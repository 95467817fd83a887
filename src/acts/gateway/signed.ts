import { asPerson } from '../../core/vocabulary/impersonation.ts';
import { cameBy, wayOf } from '../../core/vocabulary/via.ts';
import type { Person } from '../../engine/access/permission.ts';
import type { GatewayContext } from './gateway-context.ts';

type Here = Pick<GatewayContext, 'platform' | 'engine' | 'ownName' | 'via'>;

/** A person's recorded name, which never reads like the bot's or a persona's (D8). */
export function nameOf({ engine, ownName }: Here, { name }: Pick<Person, 'name'>): string {
  const bot = ownName?.() ?? '';
  const personas = engine.parts.personas.map(({ profile }) => profile);
  return asPerson(name, [...personas, { id: bot, title: bot }]);
}

export function viaOf({ platform, via }: Pick<Here, 'platform' | 'via'>): ReturnType<typeof cameBy> {
  return cameBy(via ?? wayOf(platform));
}
