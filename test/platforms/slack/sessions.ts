import * as z from 'zod';
import { type Method, method, openChannel, parentOf } from './method.ts';
import { TIER } from './rates.ts';
import { SlackRefusal } from './refusal.ts';

/** The scope that an app gets when it is declared as an agent. */
export const AGENT_SCOPE = 'assistant:write';
const NO_STOP = 'missing_agent_session_stopped_event_subscription';

export interface AgentSession {
  readonly title: string;
  /** In whose list it stands; null for nobody's. */
  readonly initiator: string | null;
  /** Every status that was set, the newest last. */
  readonly statuses: string[];
}

/** Threads that an agent has sessions in, as people see them in their lists. */
export class AgentSessions {
  readonly isAgent: boolean;
  /** Without it people see that the agent works, and no button to stop it. */
  readonly hasStopButton: boolean;
  /** Channels in which the app is none. */
  readonly refusing = new Set<string>();
  /** A title that Slack takes for nobody's. */
  refusedTitle: string | null = null;
  readonly #all = new Map<string, AgentSession>();

  constructor(isAgent: boolean, hasStopButton: boolean) {
    this.isAgent = isAgent;
    this.hasStopButton = hasStopButton;
  }

  in(channel: string, thread: string): AgentSession | undefined {
    return this.#all.get(`${channel} ${thread}`);
  }

  made(channel: string, thread: string, title: string, initiator: string | null): AgentSession {
    const session = this.in(channel, thread) ?? { title, initiator, statuses: [] };
    this.#all.set(`${channel} ${thread}`, session);
    return session;
  }
}

const STATUSES = ['active', 'processing', 'suspended', 'closed'] as const;
const about = { scopes: ['chat:write'], perMinute: TIER.three };
const place = { channel_id: z.string(), thread_ts: z.string() };

export const SESSION_METHODS: Record<string, Method> = {
  'agents.sessions.setStatus': method(
    about,
    {
      ...place,
      status: z.enum(STATUSES),
      title: z.string().min(1).max(200).optional(),
      initiator_user_id: z.string().optional(),
    },
    (backend, given) => {
      const { sessions, workspace } = backend;
      if (!sessions.isAgent || sessions.refusing.has(given.channel_id))
        throw new SlackRefusal('not_authorized');
      const channel = openChannel(backend, given.channel_id);
      parentOf(backend, channel, given.thread_ts);
      if (given.title !== undefined && given.title === sessions.refusedTitle)
        throw new SlackRefusal('invalid_title');
      const { initiator_user_id: initiator } = given;
      if (initiator !== undefined && !channel.members.has(initiator))
        throw new SlackRefusal('user_not_in_channel');
      const title = given.title ?? workspace.bot.name;
      const session = sessions.made(channel.id, given.thread_ts, title, initiator ?? null);
      session.statuses.push(given.status);
      const warned = { warning: NO_STOP, response_metadata: { warnings: [NO_STOP] } };
      return {
        status: given.status,
        agent_status: given.status,
        title: session.title,
        ...(sessions.hasStopButton ? {} : warned),
      };
    },
  ),
};
