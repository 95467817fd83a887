import { GatewayDispatchEvents } from 'discord.js';
import * as z from 'zod';
import { CatchingUp } from '../../../runtime/gateway/catching-up.ts';
import { id } from '../calls/wire.ts';
import type { DispatchHandlers } from '../connection/gateway-socket.ts';
import type { DiscordContext } from '../discord-context.ts';
import { createInteractionHandler } from '../interactions/handle-interaction.ts';
import { catchUpThread } from './catch-up-thread.ts';
import { channelGone, serverGone } from './lost-access.ts';
import { Deleted, Message } from './message.ts';
import { Messages } from './messages.ts';
import { storeEvents } from './store-events.ts';

const Ready = z.object({ user: z.object({ id }) });

/** What is done with everything that comes in. `onReady` learns the bot's own user, and `signal` is aborted when this process stops. */
export function createDispatchHandlers(
  context: DiscordContext,
  onReady: (botUser: string) => void,
  signal: AbortSignal,
): DispatchHandlers {
  const { clock, log } = context;
  const messages = new Messages(context);
  const catchingUp = new CatchingUp(context, catchUpThread(context, messages), signal);
  const stored = storeEvents({ clock, log, signal, catchUp: () => catchingUp.run() });
  const deleted = stored(Deleted, (gone) => messages.deleted(gone));
  return {
    [GatewayDispatchEvents.Ready]: (ready) => {
      onReady(Ready.parse(ready).user.id);
      return catchingUp.run();
    },
    [GatewayDispatchEvents.MessageCreate]: stored(Message, (message) => messages.created(message)),
    [GatewayDispatchEvents.MessageUpdate]: stored(Message, (message) => messages.changed(message)),
    [GatewayDispatchEvents.MessageDelete]: deleted,
    [GatewayDispatchEvents.MessageDeleteBulk]: deleted,
    [GatewayDispatchEvents.InteractionCreate]: createInteractionHandler(context),
    [GatewayDispatchEvents.GuildDelete]: (server) => serverGone(context, server),
    [GatewayDispatchEvents.ChannelDelete]: (channel) => channelGone(context, channel),
    [GatewayDispatchEvents.ThreadDelete]: (channel) => channelGone(context, channel),
  };
}
