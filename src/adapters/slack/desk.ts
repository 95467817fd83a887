import type { WebClient } from '@slack/web-api';
import type { Pinned } from '../../core/events.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { Policy } from '../../runtime/permission.ts';
import type { Drawing } from './drawing/drawing.ts';
import type { People } from './people.ts';

/** A place in Slack where something can be said to one person. */
export interface Place {
  readonly channel: string;
  /** The thread's id; `null` outside of threads. */
  readonly thread: string | null;
}

/** What everything that comes in from Slack is handled with. */
export interface SlackDesk {
  readonly engine: Engine;
  readonly web: WebClient;
  readonly people: People;
  readonly policy: Policy;
  /** The repositories that a design may read, by name; `null` for a name that is not configured. */
  readonly repositoryNames: readonly string[];
  readonly pinRepository: (name: string) => Promise<Pinned | null>;
  /** The workspace and the bot's own user in it, as Slack names them. */
  readonly team: string;
  readonly botUser: string;
  /** Says something that only this person sees. What cannot be said is logged. */
  readonly whisper: (person: string, place: Place, what: Drawing) => Promise<void>;
}
