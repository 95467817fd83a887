import { RespondError } from '@slack/bolt';
import {
  SlackError,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import * as z from 'zod';
import { networkFailureOf } from '#acts/gateway/platform-access.ts';
import { ChatFault } from '#ports/chat.ts';
import { OUR_MISTAKE } from '#presentation/thread/unreachable.ts';

const MS_PER_SECOND = 1_000;
const UNAUTHORIZED = 401;
const PASSING_STATUSES = [408, 429];

const PASSING = new Set([
  'external_channel_migrating',
  'fatal_error',
  'internal_error',
  'ratelimited',
  'rate_limited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

const INVITE =
  'The bot is not in the channel, or the channel is gone: invite it there with /invite.';
const INSTALL = 'The app was uninstalled, or its token has changed: install it again.';
const OF_THE_TOKEN = [
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
];
/** Refusals that somebody can mend, each with what to do. */
const MENDED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(OF_THE_TOKEN.map((code) => [code, INSTALL])),
  channel_not_found: INVITE,
  is_archived: 'The channel is archived: unarchive it.',
  messages_tab_disabled:
    'Messages to the app are switched off: switch them on under App Home in its settings.',
  missing_scope: 'The app may not do this: install it again with all scopes of its manifest.',
  not_in_channel: INVITE,
  restricted_action: 'A rule of the workspace forbids it: ask an administrator.',
  restricted_action_read_only_channel:
    'Only some people may write in this channel: use another channel, or ask an administrator.',
};

/** Refusals of a place, in which nothing more can be posted. */
const CLOSED = new Set([
  ...Object.keys(MENDED),
  'accesslimited',
  'access_denied',
  'cannot_reply_to_message',
  'cant_update_message',
  'edit_window_closed',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'is_inactive',
  'message_limit_exceeded',
  'message_not_found',
  'no_permission',
  'not_allowed_token_type',
  'org_login_required',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'restricted_action_thread_only_channel',
  'storage_limit_reached',
  'team_access_not_granted',
  'team_not_found',
  'thread_not_found',
  'two_factor_setup_required',
  'user_is_restricted',
]);

/** Refusals of what is said, not of where. */
const OF_THE_WORDS = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
];

/** Refusals of one call: if it posts no message, messages may still go through. */
const OF_THE_CALL = new Set([
  'access_denied',
  'accesslimited',
  'cant_update_message',
  'edit_window_closed',
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'message_not_found',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'restricted_action',
  'storage_limit_reached',
]);

/** Refusals because the subject of the call was deleted. */
const DELETED = new Set(['cannot_reply_to_message', 'message_not_found', 'thread_not_found']);

/** Anything else in place of an error code comes from a proxy between Slack and us. */
const CODE = /^[a-z][a-z0-9_]{1,80}$/;

/** Slack's error code, or `''` if Slack did not refuse the call. */
export function slackCodeOf(error: unknown): string {
  const code: unknown = error instanceof WebAPIPlatformError ? error.data.error : '';
  return typeof code === 'string' && CODE.test(code) ? code : '';
}

/** True if no call with the token would succeed. */
export function refusesToken(error: unknown): boolean {
  const isUnauthorized = error instanceof WebAPIHTTPError && error.statusCode === UNAUTHORIZED;
  return isUnauthorized || OF_THE_TOKEN.includes(slackCodeOf(error));
}

/** True if no answer came back: the network's failure, not Slack's. */
export function isUnreached(error: unknown): boolean {
  return error instanceof WebAPIRequestError || networkFailureOf(error) !== null;
}

/**
 * Contains only Slack's error code, and nothing else of the request or response. `isMessage`: the
 * call posts a message, so a refusal means that no message can be posted. Rethrows an error that is
 * not Slack's or the network's: it is a bug.
 */
export function faultOf(error: unknown, isMessage = false): ChatFault {
  if (error instanceof ChatFault) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new ChatFault('Slack asks to wait.', 'passing', error.retryAfter * MS_PER_SECOND);
  }
  if (error instanceof WebAPIRequestError) {
    return new ChatFault(
      `Slack could not be reached: ${networkFailureOf(error.original) ?? error.original.name}.`,
      'passing',
    );
  }
  if (error instanceof WebAPIHTTPError || error instanceof RespondError) {
    const { statusCode } = error;
    const kind = statusCode >= 500 || PASSING_STATUSES.includes(statusCode) ? 'passing' : 'refused';
    return new ChatFault(`Slack answered with status ${statusCode}.`, kind);
  }
  if (error instanceof WebAPIPlatformError) return refusal(slackCodeOf(error), isMessage);
  if (error instanceof SlackError)
    return new ChatFault(`Slack's client refused: ${error.code}.`, 'refused');
  if (error instanceof z.ZodError) {
    return new ChatFault('Slack’s answer has an unknown format.', 'passing');
  }
  // Response URLs are called without Slack's client.
  const why = networkFailureOf(error);
  if (why !== null) return new ChatFault(`Slack could not be reached: ${why}.`, 'passing');
  throw error;
}

function refusal(code: string, isMessage: boolean): ChatFault {
  if (code === '') return new ChatFault('The answer did not come from Slack.', 'passing');
  if (PASSING.has(code)) return new ChatFault(`Slack is having problems (${code}).`, 'passing');
  const isClosed = CLOSED.has(code) && (isMessage || !OF_THE_CALL.has(code));
  const lasting = DELETED.has(code) ? 'gone' : 'unreachable';
  const kind = isClosed ? lasting : 'refused';
  const words = Object.hasOwn(MENDED, code) ? MENDED[code] : undefined;
  if (words !== undefined) return new ChatFault(`${words} (Slack says ${code}.)`, kind);
  const refused = `Slack refused the call: ${code}.`;
  return new ChatFault(OF_THE_WORDS.includes(code) ? `${refused} ${OUR_MISTAKE}` : refused, kind);
}
