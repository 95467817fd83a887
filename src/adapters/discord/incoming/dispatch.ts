import { GatewayDispatchEvents } from 'discord.js';
import * as z from 'zod';
import { catchingUp } from '../../../acts/gateway/catching-up.ts';
import { ChatFault } from '../../../engine/ports/chat.ts';
import { RETRY_POLICIES, retry } from '../../../foundation/retry.ts';
import { Deleted, Message, User } from '../calls/wire.ts';
import { registerAtConnection } from '../commands/registration.ts';
import type { DispatchHandlers } from '../connection/gateway-socket.ts';
import type { DiscordContext } from '../discord-context.ts';
import { createInteractionHandler } from '../interactions/handle-interaction.ts';
import { catchUpThread } from './catch-up-thread.ts';
import { Messages } from './messages.ts';

const Ready = z.object({ user: User });

/**
 * Creates the handlers of everything that comes in. `onReady` learns the bot's own user, and `signal` is aborted when this
 * process stops.
 */
export function createDispatchHandlers(
  context: DiscordContext,
  onReady: (botUser: User) => void,
  signal: AbortSignal,
): DispatchHandlers {
  const messages = new Messages(context);
  const catchUp = catchingUp(context, catchUpThread(context, messages), signal);
  const stored = storeEvents(context, catchUp, signal);
  const deleted = stored(Deleted, (gone) => messages.deleted(gone));
  return {
    [GatewayDispatchEvents.Ready]: async (ready) => {
      onReady(Ready.parse(ready).user);
      await Promise.all([catchUp(), registerAtConnection(context, signal)]);
    },
    [GatewayDispatchEvents.MessageCreate]: stored(Message, (message) => messages.created(message)),
    [GatewayDispatchEvents.MessageUpdate]: stored(Message, (message) => messages.changed(message)),
    [GatewayDispatchEvents.MessageDelete]: deleted,
    [GatewayDispatchEvents.MessageDeleteBulk]: deleted,
    [GatewayDispatchEvents.InteractionCreate]: createInteractionHandler(context),
  };
}

/** Milliseconds before what could not be stored is read again. */
const READ_AGAIN_MS = 60_000;

/** Discord sends no event twice: one that cannot be stored is tried again for a while, and then read again from its thread. */
function storeEvents({ clock, log }: DiscordContext, catchUp: () => Promise<void>, signal: AbortSignal) {
  return <Event>(shape: z.ZodType<Event>, store: (event: Event) => Promise<void>) =>
    async (payload: unknown): Promise<void> => {
      const { data: event, error: unread } = shape.safeParse(payload);
      if (unread !== undefined) return log.warn('discord_event_unread', { error: unread.message });
      try {
        await retry(() => store(event), RETRY_POLICIES.eventSentOnce, {
          isPassing: (error) => !isOutOfReach(error),
          onFailed: (error, attempt) => log.debug('discord_event_waits', { attempt, error }),
          signal,
        });
      } catch (error) {
        if (signal.aborted) return;
        if (isOutOfReach(error)) return log.info('discord_event_out_of_reach', { error });
        log.error('discord_event_not_stored', { error });
        clock.at(clock.now() + READ_AGAIN_MS, () => void catchUp());
      }
    };
}

/** The conversation is gone by now, or closed to the bot. */
function isOutOfReach(error: unknown): boolean {
  return error instanceof ChatFault && ['unreachable', 'gone'].includes(error.kind);
}
