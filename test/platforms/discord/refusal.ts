import { z } from 'zod';

/** An answer of Discord's that is an error. */
export class DiscordRefusal extends Error {
  readonly status: number;
  readonly code: number;
  /** What is wrong with which field, for code 50035. */
  readonly errors: object | undefined;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  get body(): object {
    const { message, code, errors } = this;
    return errors === undefined ? { message, code } : { message, code, errors };
  }
}

const KNOWN = {
  unauthorized: [401, 0, '401: Unauthorized'],
  no_such_route: [404, 0, '404: Not Found'],
  unknown_channel: [404, 10_003, 'Unknown Channel'],
  unknown_guild: [404, 10_004, 'Unknown Guild'],
  unknown_member: [404, 10_007, 'Unknown Member'],
  unknown_message: [404, 10_008, 'Unknown Message'],
  unknown_user: [404, 10_013, 'Unknown User'],
  unknown_emoji: [400, 10_014, 'Unknown Emoji'],
  unknown_webhook: [404, 10_015, 'Unknown Webhook'],
  unknown_interaction: [404, 10_062, 'Unknown interaction'],
  too_large: [413, 40_005, 'Request entity too large'],
  already_acknowledged: [400, 40_060, 'Interaction has already been acknowledged.'],
  missing_access: [403, 50_001, 'Missing Access'],
  not_the_author: [403, 50_005, 'Cannot edit a message authored by another user'],
  empty_message: [400, 50_006, 'Cannot send an empty message'],
  cannot_send_to_user: [403, 50_007, 'Cannot send messages to this user'],
  missing_permissions: [403, 50_013, 'Missing Permissions'],
  wrong_channel_type: [400, 50_024, 'Cannot execute action on this channel type'],
  invalid_token: [401, 50_027, 'Invalid Webhook Token'],
  archived_thread: [400, 50_083, 'Thread is archived'],
  thread_full: [400, 30_033, 'Maximum number of thread participants has been reached'],
  already_has_thread: [400, 160_004, 'A thread has already been created for this message'],
  locked_thread: [400, 160_005, 'Thread is locked'],
  too_many_threads: [400, 160_006, 'Maximum number of active threads reached'],
  blocked_by_rule: [400, 200_000, 'Message was blocked by automatic moderation'],
  title_blocked_by_rule: [400, 200_001, 'Title was blocked by automatic moderation'],
  blocked_link: [400, 240_000, 'Message blocked by harmful links filter'],
} as const;
export type RefusalName = keyof typeof KNOWN;

export function refusal(name: RefusalName): DiscordRefusal {
  const [status, code, message] = KNOWN[name];
  return new DiscordRefusal(status, code, message);
}

/**
 * "Invalid Form Body": `path` names the field, `code` is Discord's name for what is wrong with it.
 */
export function invalid(
  path: readonly PropertyKey[],
  code: string,
  message: string,
): DiscordRefusal {
  return invalidBody([{ path, code, message }]);
}

/** Refusals that the world can cause; every other one is the app's own mistake and a violation. */
export const CAUSED_BY_THE_WORLD: ReadonlySet<number> = new Set([
  10_003, 10_004, 10_007, 10_008, 10_013, 10_062, 30_033, 40_060, 50_001, 50_007, 50_013, 50_027,
  50_083, 160_004, 160_005, 160_006, 200_000, 200_001, 240_000,
]);

/**
 * Discord's refusal for what was thrown; anything but a refusal or zod's findings is a defect, and
 * thrown on.
 */
export function refusalOf(error: unknown): DiscordRefusal {
  if (error instanceof DiscordRefusal) return error;
  if (!(error instanceof z.ZodError)) throw error;
  return invalidBody(error.issues.flatMap((issue) => findings(issue, [])));
}

interface Finding {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

const CODES: Record<string, string> = {
  too_big: 'BASE_TYPE_BAD_LENGTH',
  too_small: 'BASE_TYPE_BAD_LENGTH',
  invalid_type: 'BASE_TYPE_BAD_TYPE',
  invalid_value: 'BASE_TYPE_CHOICES',
  unrecognized_keys: 'UNKNOWN_FIELD',
};

/** A union is worth what its alternatives say. */
function findings(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Finding[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return issue.errors.flat().flatMap((each) => findings(each, path));
  }
  return [{ path, code: CODES[issue.code] ?? issue.code.toUpperCase(), message: issue.message }];
}

function invalidBody(found: readonly Finding[]): DiscordRefusal {
  const errors = {};
  for (const { path, code, message } of found) {
    let at: Record<string, unknown> = errors;
    for (const step of path) {
      at[String(step)] ??= {};
      at = at[String(step)] as Record<string, unknown>;
    }
    at._errors = [...((at._errors as object[] | undefined) ?? []), { code, message }];
  }
  return new DiscordRefusal(400, 50_035, 'Invalid Form Body', errors);
}
