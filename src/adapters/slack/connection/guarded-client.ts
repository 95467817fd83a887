import type { SocketModeReceiver } from '@slack/bolt';
import * as z from 'zod';
import type { PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import { EventBody, warnUnread } from './event-body.ts';

/** Event of the client for each message from the socket; the client listens itself, and takes the message apart. */
const MESSAGE = 'ws_message';

const Envelope = z.looseObject({
  type: z.string(),
  envelope_id: z.string().nullable().catch(null),
  payload: z.unknown().optional(),
});
type Envelope = z.infer<typeof Envelope>;

/**
 * Has the client read only messages that it can: it trusts their shape, and what it throws for one ends the process.
 * All others are acknowledged and left. Uses its events alone, as anybody may who listens to it.
 */
export function guardClient(
  client: SocketModeReceiver['client'],
  access: Pick<PlatformAccess, 'clock' | 'log'>,
): void {
  const readers = client.listeners(MESSAGE);
  client.removeAllListeners(MESSAGE);

  const take = async (data: unknown, isBinary: boolean): Promise<void> => {
    const envelope = Envelope.parse(JSON.parse(z.string().parse(data)));
    if (isReadable(envelope)) {
      for (const read of readers) await read(data, isBinary);
      return;
    }
    warnUnread(access, envelope.payload);
    if (envelope.envelope_id === null) return;
    const acknowledgement = JSON.stringify({ envelope_id: envelope.envelope_id, payload: {} });
    client.websocket?.send(acknowledgement, (error) => {
      if (error) access.log.warn('slack_event_not_acknowledged', { error });
    });
  };
  /** The client tells an event under its own type: one that somebody listens for here would be taken for the client's word. */
  const isReadable = ({ type, envelope_id: id, payload }: Envelope): boolean => {
    if (type === 'hello' || type === 'disconnect') return true;
    if (id === null) return false;
    if (type === 'slash_commands' || type === 'interactive')
      return z.looseObject({}).safeParse(payload).success;
    const { data: body } = EventBody.safeParse(payload);
    return type === 'events_api' && body !== undefined && client.listenerCount(body.event.type) === 0;
  };
  client.on(MESSAGE, (data: unknown, isBinary: boolean) => {
    take(data, isBinary).catch((error: unknown) => access.log.warn('slack_message_unread', { error }));
  });
}
