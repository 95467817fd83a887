import { World as Discord } from '../discord/world.ts';
import { World as Slack } from '../slack/world.ts';
import type { ChatWorld, Environment, Mishap } from './world.ts';

/** How the platform behaves; absent options have their defaults. */
export interface Behaviour {
  readonly faults?: { readonly seed: number; readonly share: number };
  /**
   * How much faster than at the real platform the limits on calls refill; without it there are
   * none.
   */
  readonly rateSpeed?: number;
}

export interface Platform {
  readonly name: string;
  open(environment: Environment, behaviour?: Behaviour): Promise<ChatWorld>;
  /** What a design asks of the platform, and how each call may fail and nothing be said twice. */
  readonly mishaps: Readonly<Record<string, readonly Mishap[]>>;
  /** By which calls one person is told something. */
  readonly privately: readonly string[];
}

/**
 * Many calls in a row, all of which are made again when one fails: by chance that could take
 * minutes.
 */
const SLACK_FILES = ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'];

/**
 * Events that wait together are cut off together, whichever of them is hit: by chance all of the
 * usual three repetitions are.
 */
const RETRIES_MS: readonly number[] = Array(10).fill(500);

export const SLACK: Platform = {
  name: 'Slack',
  open: (environment, { faults, ...more } = {}) => {
    const seeded =
      faults === undefined
        ? {}
        : { faults: { ...faults, spares: SLACK_FILES }, retriesMs: RETRIES_MS };
    return Slack.open({ environment, slack: { ...seeded, ...more } });
  },
  // But for names: whom Slack does not name at once is “somebody”. A file takes three calls.
  mishaps: {
    'chat.postMessage': ['failed_after', 'limited'],
    'chat.update': ['failed_after', 'limited'],
    'conversations.info': ['failed_before'],
    'conversations.replies': ['failed_after', 'limited'],
    'reactions.add': ['failed_after', 'limited'],
    'files.getUploadURLExternal': ['limited'],
    upload: ['failed_after'],
    'files.completeUploadExternal': ['failed_after', 'limited'],
  },
  privately: ['response_url', 'chat.postEphemeral'],
};
export const DISCORD: Platform = {
  name: 'Discord',
  open: (environment, discord = {}) => Discord.open({ environment, discord }),
  mishaps: {
    'messages.create': ['failed_after', 'limited', 'cut_after'],
    'messages.edit': ['failed_after', 'limited'],
    'messages.list': ['failed_before', 'cut_before'],
    'threads.start_on_message': ['failed_after', 'limited'],
    'reactions.add': ['failed_after', 'limited'],
    'users.me': ['failed_before'],
  },
  privately: ['interactions.callback', 'messages.create'],
};
