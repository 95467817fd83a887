import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import { acceptRefusals } from '#acts/gateway/platform-access.ts';
import type { Log } from '#foundation/log.ts';
import { createQueues } from '#foundation/queues.ts';
import { type Chat, ChatFault } from '#ports/chat.ts';
import { slackCodeOf } from '../calls/faults.ts';
import type { SlackCalls } from '../calls/web-client.ts';

/** The app is not an agent, or this Slack has no agents: every call of this kind will fail. */
const NO_AGENT = [
  'not_authorized',
  'not_an_agent',
  'feature_disabled',
  'missing_scope',
  'method_deprecated',
  'not_allowed_token_type',
  'unknown_method',
];
const MAX_CHANNELS = 1_000;
const PLAIN_TITLE = 'A design';
/** Slack shows a stop button only if the app subscribes to this event. */
const NO_STOP = 'missing_agent_session_stopped_event_subscription';

/** An unreadable warning counts as none. */
const Warning = z.string().nullish().catch(null);
const NONE = { warnings: [] };
const Answer = z.object({
  warning: Warning,
  response_metadata: z.object({ warnings: z.array(Warning).catch([]) }).catch(NONE),
});

/**
 * Shows a thread's status as an agent's session. If the app is not an agent, logs that once and
 * stops calling.
 */
export function createSessions(calls: SlackCalls, log: Log): NonNullable<Chat['showSession']> {
  /**
   * Channels without agents. Slack does not say if it refuses the app or the channel, so each is
   * tried once, and again once it is forgotten.
   */
  const channelsRefused = new LRUCache<string, true>({ max: MAX_CHANNELS });
  let isStopTold = false;
  // Per thread: the end of a design must not overtake the start of the next.
  const inTurn = createQueues();
  const show: NonNullable<Chat['showSession']> = async (thread, { status, title }, signal) => {
    const { channel: channel_id, thread: thread_ts, starter } = thread;
    if (channelsRefused.has(channel_id)) return;
    const session = { channel_id, thread_ts, status };
    const set = (fields: { readonly title?: string; readonly initiator_user_id?: string }) =>
      calls.make(
        'agents.sessions.setStatus',
        (web) =>
          acceptRefusals(slackCodeOf, NO_AGENT, () =>
            web.agents.sessions.setStatus({ ...session, ...fields }),
          ),
        signal,
      );
    // Slack may refuse the starter, who can have left, and words in the title.
    const ways =
      title === null
        ? [{}]
        : [
            ...(starter === '' ? [] : [{ title, initiator_user_id: starter }]),
            { title },
            { title: PLAIN_TITLE },
          ];
    const answer = await firstTaken(ways, set);
    if (answer === undefined) {
      if (channelsRefused.size === 0) log.warn('slack_no_agent', { channel: channel_id });
      channelsRefused.set(channel_id, true);
      return;
    }
    const { warning, response_metadata: metadata } = Answer.parse(answer);
    if (isStopTold || ![warning, ...metadata.warnings].includes(NO_STOP)) return;
    isStopTold = true;
    log.warn('slack_no_stop_button', {});
  };
  return (thread, session, signal) =>
    inTurn(`${thread.channel} ${thread.thread}`, () => show(thread, session, signal));
}

/** Tries these ways in order while Slack refuses the call itself. */
async function firstTaken<Way, Taken>(
  ways: readonly Way[],
  call: (way: Way) => Promise<Taken>,
): Promise<Taken> {
  const [way, ...others] = ways;
  if (way === undefined) throw new Error('There is no way to make this call.');
  try {
    return await call(way);
  } catch (error) {
    if (others.length === 0 || !(error instanceof ChatFault) || error.kind !== 'refused')
      throw error;
    return firstTaken(others, call);
  }
}
