import { z } from 'zod';

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
  'already_reacted',
  'no_reaction',
  'not_authorized',
  'channel_not_found',
  'expired_trigger_id',
  'file_deleted',
  'is_archived',
  'message_not_found',
  'not_in_channel',
  'ratelimited',
  'thread_not_found',
  'token_revoked',
  'user_not_found',
  'user_not_in_channel',
]);

const ERROR_OF_FIELD: Record<string, string> = {
  blocks: 'invalid_blocks',
  metadata: 'invalid_metadata_format',
  text: 'msg_too_long',
};

/**
 * Slack's refusal for what was found wrong; anything but a refusal or zod's findings is a defect,
 * and thrown on.
 */
export function refusalOf(error: unknown): SlackRefusal {
  if (error instanceof SlackRefusal) return error;
  if (!(error instanceof z.ZodError)) throw error;
  const fields = new Set(error.issues.map(({ path }) => String(path[0])));
  const [field] = [...fields];
  const isTooLarge = error.issues.some(({ message }) => message === 'metadata_too_large');
  const only = fields.size === 1 ? ERROR_OF_FIELD[field ?? ''] : undefined;
  const name = isTooLarge ? 'metadata_too_large' : only;
  const messages = error.issues.map(
    ({ message, path }) => `[ERROR] ${message} [json-pointer:/${path.join('/')}]`,
  );
  return new SlackRefusal(name ?? 'invalid_arguments', { response_metadata: { messages } });
}
