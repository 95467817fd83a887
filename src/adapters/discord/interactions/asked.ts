import type { Person } from '../../../runtime/permission.ts';
import type { DiscordDesk } from '../desk.ts';
import { policyAt, type Whereabouts, whereIs } from '../whereabouts.ts';
import { Answer, type Manner } from './answer.ts';
import type { Interaction } from './payload.ts';

/** What somebody asks for: who, where, and how they are answered. */
export interface Asked {
  /** With the policy as it holds there. */
  readonly desk: DiscordDesk;
  readonly person: Person;
  readonly where: Whereabouts;
  /** What it is stored under: a redelivery has the same (P5). */
  readonly key: string;
  /** Discord's own id of what was done. */
  readonly id: string;
  /** What the bot may do there, as Discord counts it; `null` where everything is allowed or nothing was said. */
  readonly granted: bigint | null;
  readonly answer: Answer;
}

/** `null` where Discord does not say who it is. */
export function askedBy(desk: DiscordDesk, interaction: Interaction, manner: Manner): Asked | null {
  const { id, channel, member, user, app_permissions, guild_id } = interaction;
  const whoever = member?.user ?? user ?? null;
  if (whoever === null) return null;
  const { clock, log } = desk.engine.parts;
  const where = { ...whereIs(channel), guild: guild_id ?? null };
  return {
    desk: Object.create(desk, { policy: { value: policyAt(desk.policy, where) } }) as DiscordDesk,
    person: desk.people.known(whoever, member),
    where,
    key: `discord ${id}`,
    id,
    granted: app_permissions == null || where.kind === 'direct' ? null : BigInt(app_permissions),
    answer: new Answer({ rest: desk.rest, clock, log, interaction, manner }),
  };
}
