import type { WebClient } from '@slack/web-api';
import type { Desk } from '../../runtime/gateway/desk.ts';
import type { People } from './people.ts';

/** What everything that comes in from Slack is handled with. */
export interface SlackDesk extends Desk {
  readonly web: WebClient;
  readonly people: People;
  /** The workspace and the bot's own user in it, as Slack names them. */
  readonly team: string;
  readonly botUser: string;
}
