import { type Disorder, IN_ORDER } from '../deliveries.ts';
import { Faults, type SeededFaults } from '../faults.ts';
import { listening } from '../http.ts';
import { EnvelopeDeliveries } from './deliveries.ts';
import { eventsOf } from './events.ts';
import { People } from './people.ts';
import { Rates } from './rates.ts';
import { readable } from './readable.ts';
import { ResponseUrls } from './response-urls.ts';
import { AGENT_SCOPE, AgentSessions } from './sessions.ts';
import { Sockets } from './sockets.ts';
import { Views } from './views.ts';
import { SlackRecord, WebApi } from './web-api.ts';
import { type Message, Workspace } from './workspace.ts';

export interface SlackOptions {
  /** What the app's settings grant; everything that a test does not take away. */
  readonly scopes?: readonly string[];
  readonly events?: readonly string[];
  /** How much faster than Slack the limits on calls refill; 0 lifts them. */
  readonly rateSpeed?: number;
  /** Time to acknowledge, and the life of a trigger: 3,000 at Slack. */
  readonly ackMs?: number;
  readonly triggerMs?: number;
  readonly retriesMs?: readonly number[];
  /** Whether the app is declared as an agent; it is, where it has the scope of one. */
  readonly isAgent?: boolean;
  /** Whether it takes the blocks that came in 2026; it does, unless a test says no. */
  readonly knowsNewBlocks?: boolean;
  readonly faults?: SeededFaults;
  readonly disorder?: Disorder;
}

export const ALL_SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'reactions:write',
  'usergroups:read',
  'users:read',
];
export const ALL_EVENTS = [
  'agent_session_stopped',
  'app_mention',
  'channel_id_changed',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'subteam_members_changed',
  'user_change',
];

const BOT_TOKEN = 'xoxb-local';
const APP_TOKEN = 'xapp-local';
const SLACK_ACK_MS = 3_000;
const HALF_AN_HOUR_MS = 1_800_000;

/**
 * A workspace with one app, which speaks Slack's protocol on this machine and is strict about it.
 */
export type SlackServer = Awaited<ReturnType<typeof startSlack>>;

export async function startSlack(options: SlackOptions = {}) {
  const { scopes = ALL_SCOPES, events = ALL_EVENTS, ackMs = SLACK_ACK_MS } = options;
  const ending = new AbortController();
  const record = new SlackRecord();
  const workspace = new Workspace();
  const faults = new Faults(options.faults);
  const views = new Views(workspace, options.triggerMs ?? SLACK_ACK_MS);
  const responses = new ResponseUrls(workspace, HALF_AN_HOUR_MS);
  const sockets = new Sockets(workspace, record, faults, ackMs);
  const { retriesMs = [0, 1_000, 5_000], disorder = IN_ORDER } = options;
  const settings = { events, scopes, retriesMs, disorder };
  const deliveries = new EnvelopeDeliveries(workspace, record, sockets, settings, ending.signal);
  workspace.watch = (change) => {
    for (const event of eventsOf(workspace, change)) deliveries.tell(event);
  };

  const { knowsNewBlocks = true } = options;
  const openSocket = () => sockets.url();
  const isAgent = options.isAgent ?? scopes.includes(AGENT_SCOPE);
  const sessions = new AgentSessions(isAgent, events.includes('agent_session_stopped'));
  if (isAgent) record.scopesUsed.add(AGENT_SCOPE);
  const backend = { workspace, views, sessions, record, openSocket, knowsNewBlocks };
  const access = { botToken: BOT_TOKEN, appToken: APP_TOKEN, scopes };
  const api = new WebApi(backend, access, new Rates(options.rateSpeed ?? 1), faults, responses);
  const { server, origin, close } = await listening(
    (incoming, outgoing) => api.serve(incoming, outgoing),
    (what) => record.violate(what),
  );
  sockets.listen(server);
  workspace.origin = origin;

  const people = new People(workspace, views, sessions, deliveries, responses, record);
  return {
    /** For `slackApiUrl`. */
    apiUrl: `${workspace.origin}/api/`,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    workspace,
    people,
    views,
    sessions,
    sockets,
    deliveries,
    faults,
    record,
    /** What everyone sees, in order: a channel's own messages, or one thread with its parent. */
    visible: (channel: string, thread?: string): string[] =>
      visibleMessages(workspace, channel, thread).map((each) => readable(workspace, each)),
    visibleMessages: (channel: string, thread?: string): Message[] =>
      visibleMessages(workspace, channel, thread),
    /** What only this person sees, as they read it. */
    ephemeral: (person: string): string[] =>
      people.ephemeral(person).map((each) => readable(workspace, each)),
    close: async (): Promise<void> => {
      ending.abort();
      sockets.close();
      await close();
    },
  };
}

function visibleMessages(
  workspace: Workspace,
  channel: string,
  thread: string | undefined,
): Message[] {
  return workspace.messages
    .filter((each) => each.channel === channel && each.onlyFor === null)
    .filter((each) =>
      thread === undefined ? each.thread === null : [each.ts, each.thread].includes(thread),
    );
}
