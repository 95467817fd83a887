import * as z from 'zod';
import type { PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import { warnRepeatedly } from '../../../foundation/repeated-warning.ts';

/** The body of an event, as far as Slack's libraries read it. A notice of Slack's own, as `app_rate_limited` is, has no event in it. */
export const EventBody = z.looseObject({ event: z.looseObject({ type: z.string() }) });

/** Says that something of Slack's is not read: it is acknowledged, since Slack would send it again as it is. */
export function warnUnread({ log, clock }: Pick<PlatformAccess, 'log' | 'clock'>, body: unknown): void {
  const { type } = z
    .object({ type: z.string().catch('') })
    .catch({ type: '' })
    .parse(body);
  warnRepeatedly(log, clock, 'slack_event_unread', { type: type.slice(0, 100) });
}
