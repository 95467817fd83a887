import { GatewayOpcodes } from 'discord-api-types/v10';
import { z } from 'zod';

const properties = z.strictObject({ os: z.string(), browser: z.string(), device: z.string() });
const presence = z.looseObject({ status: z.enum(['online', 'dnd', 'idle', 'invisible', 'offline']) });

const command = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal(GatewayOpcodes.Heartbeat), d: z.int().nullable() }),
  z.strictObject({
    op: z.literal(GatewayOpcodes.Identify),
    d: z.strictObject({
      token: z.string(),
      intents: z.int().min(0),
      properties,
      compress: z.literal(false).optional(),
      large_threshold: z.int().min(50).max(250).optional(),
      shard: z.tuple([z.literal(0), z.literal(1)]).optional(),
      presence: presence.optional(),
    }),
  }),
  z.strictObject({
    op: z.literal(GatewayOpcodes.Resume),
    d: z.strictObject({ token: z.string(), session_id: z.string(), seq: z.int().min(0) }),
  }),
  z.strictObject({ op: z.literal(GatewayOpcodes.PresenceUpdate), d: presence }),
]);

/** What an app may send to the gateway. */
export type Command = z.infer<typeof command>;

/** The command, or what is wrong with it. */
export function parseCommand(text: string): Command | string {
  try {
    return command.parse(JSON.parse(text));
  } catch (error) {
    return `not a command: ${text.slice(0, 200)}: ${String(error)}`;
  }
}
