import type { WebClient } from '@slack/web-api';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { GatewayContext, Repositories } from '../../runtime/gateway/gateway-context.ts';
import type { Policy } from '../../runtime/permission.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { faultOf } from './calls/faults.ts';
import type { Identity } from './connection/identity.ts';
import { createPeople, type People } from './incoming/people.ts';
import { createEphemeralSender } from './outgoing/ephemeral.ts';
import { groupsIn } from './settings.ts';
import { SLACK_TEXTS } from './slack-texts.ts';

/** What everything that comes in from Slack is handled with. */
export interface SlackContext extends GatewayContext {
  readonly web: WebClient;
  readonly people: People;
  /** The workspace, and the bot in it. Throws before Slack has said it, when nothing comes in yet. */
  readonly identity: () => Identity;
}

export function createSlackContext(
  web: WebClient,
  policy: Policy,
  engine: Engine,
  repositories: Repositories,
  given: Pick<SlackContext, 'identity'> & { readonly clock: Clock; readonly log: Log },
): SlackContext {
  const access = { platform: 'slack', faultOf, clock: given.clock, log: given.log };
  return {
    ...given,
    ...access,
    texts: SLACK_TEXTS,
    engine,
    web,
    policy,
    people: createPeople(web, access, groupsIn(policy)),
    repositories,
    sendEphemeral: createEphemeralSender(web, access),
  };
}
