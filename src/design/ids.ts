/** Ids of the domain. Each is minted outside of the core and arrives with a command's stamp. */

import * as z from 'zod';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const minted = <Brand extends string>(prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_${UUID}$`))
    .brand<Brand>();

export const DesignId = minted<'DesignId'>('dsn');
export type DesignId = z.infer<typeof DesignId>;
export const SessionId = minted<'SessionId'>('ses');
export type SessionId = z.infer<typeof SessionId>;
export const TurnId = minted<'TurnId'>('trn');
export type TurnId = z.infer<typeof TurnId>;
export const RoundId = minted<'RoundId'>('rnd');
export type RoundId = z.infer<typeof RoundId>;
export const GateId = minted<'GateId'>('gat');
export type GateId = z.infer<typeof GateId>;

/** A persona or facilitator, named by its file (rule C15). */
export const ParticipantId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/)
  .brand<'ParticipantId'>();
export type ParticipantId = z.infer<typeof ParticipantId>;

type Minted = DesignId | SessionId | TurnId | RoundId | GateId;
const PREFIX = { design: 'dsn', session: 'ses', turn: 'trn', round: 'rnd', gate: 'gat' } as const;
export interface IdOf {
  design: DesignId;
  session: SessionId;
  turn: TurnId;
  round: RoundId;
  gate: GateId;
}

/** @example mint('session', stamp.uuid()) */
export function mint<Kind extends keyof IdOf>(kind: Kind, uuid: string): IdOf[Kind] {
  return `${PREFIX[kind]}_${uuid}` as Minted as IdOf[Kind];
}

/** What files, attachments and verbs call a design by. */
export function shortId(id: string): string {
  return id.slice(-8);
}
