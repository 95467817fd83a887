/** An answer of Slack's that is not `ok`. */
export class SlackRefusal extends Error {
  /** Slack's own name for the reason. */
  readonly error: string;
  /** What stands in the answer beside it. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(error: string, details: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.error = error;
    this.details = details;
  }
}

/** Refusals that the world can cause; every other one is the app's own mistake and a violation. */
export const CAUSED_BY_THE_WORLD = new Set([
  'account_inactive',
  'already_reacted',
  'channel_not_found',
  'expired_trigger_id',
  'is_archived',
  'is_inactive',
  'message_not_found',
  'no_reaction',
  'not_in_channel',
  'ratelimited',
  'thread_not_found',
  'token_revoked',
  'user_not_found',
  'user_not_in_channel',
]);
