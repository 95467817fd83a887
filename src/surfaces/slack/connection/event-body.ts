import * as z from 'zod';
import type { PlatformAccess } from '#acts/gateway/platform-access.ts';
import { cutText } from '#foundation/cut-text.ts';
import { warnRepeatedly } from '#foundation/repeated-line.ts';

/**
 * The part of an event's body that Slack's libraries read. A notice like `app_rate_limited` has
 * none.
 */
export const EventBody = z.looseObject({ event: z.looseObject({ type: z.string() }) });

/** Logs an unreadable event. It is acknowledged, since Slack would only send it again unchanged. */
export function warnUnread(
  { log, clock }: Pick<PlatformAccess, 'log' | 'clock'>,
  body: unknown,
): void {
  const { type } = z
    .object({ type: z.string().catch('') })
    .catch({ type: '' })
    .parse(body);
  warnRepeatedly(log, clock, 'slack_event_unread', { type: cutText(type, 100) });
}
