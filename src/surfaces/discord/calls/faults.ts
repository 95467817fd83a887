import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import * as z from 'zod';
import { networkFailureOf } from '#acts/gateway/platform-access.ts';
import { cutText } from '#foundation/cut-text.ts';
import { ChatFault } from '#ports/chat.ts';
import { OUR_MISTAKE } from '#presentation/thread/unreachable.ts';
import { findRightsFor } from './rights.ts';

export const UNAUTHORIZED = 401;
const TOO_MANY_REQUESTS = 429;
/** Only a locked thread stays archived for a bot that may write in it. */
const Reopening = z.object({ archived: z.literal(false) });
const MAX_FIELDS = 10;
const FIELDS_CHARACTERS = 300;

const PASSING: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.ActionCannotBePerformedDueToSlowmodeRateLimit,
  RESTJSONErrorCodes.AnnouncementEditLimitExceeded,
  RESTJSONErrorCodes.ChannelSendRateLimit,
  RESTJSONErrorCodes.ServerSendRateLimit,
  RESTJSONErrorCodes.MaximumNumberOfEditsToMessagesOlderThanOneHourReached,
  RESTJSONErrorCodes.OpeningDirectMessagesTooFast,
  RESTJSONErrorCodes.FeatureTemporarilyDisabledServerSide,
  RESTJSONErrorCodes.ServiceResourceIsBeingRateLimited,
  RESTJSONErrorCodes.CloudflareIsBlockingYourRequest,
  RESTJSONErrorCodes.APIResourceOverloaded,
  RESTJSONErrorCodes.ApplicationNotYetAvailable,
]);

const TOKEN =
  'Discord does not accept the bot’s token: copy it again under Bot in the developer portal.';
const LOCKED = 'The thread is locked: a moderator can unlock it.';
/** Refusals that somebody can mend, each with what to do. */
const MENDED: Readonly<Record<number, string>> = {
  [RESTJSONErrorCodes.Unauthorized]: TOKEN,
  [RESTJSONErrorCodes.UnknownGuild]: 'The bot is no longer in the server: invite it again.',
  [RESTJSONErrorCodes.MissingAccess]:
    'The bot does not see the channel, or is not in the server: give it View Channels there, or invite it again.',
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser]:
    'The person accepts no direct messages from the bot, or no longer shares a server with it.',
  [RESTJSONErrorCodes.InvalidActionOnArchivedThread]: 'The thread is archived: open it again.',
  [RESTJSONErrorCodes.ThreadLocked]: LOCKED,
  [RESTJSONErrorCodes.MaximumActiveThreads]:
    'The server has reached its limit of open threads: close some.',
  [RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory]:
    'The bot lacks a permission there: Read Message History.',
  [RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration]:
    'A rule of the server blocked it (AutoMod): exempt the bot’s role from the rule.',
  [RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType]:
    'Discord does not allow this in a channel of this kind: use a text channel.',
};
/** Refusals of a place, in which the bot can say nothing more. */
const CLOSED: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.SendMessagesHasBeenTemporarilyDisabled,
  RESTJSONErrorCodes.Unauthorized,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.CannotSendMessagesInNonTextChannel,
  RESTJSONErrorCodes.ChannelVerificationLevelTooHighForYouToGainAccess,
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
  RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
  RESTJSONErrorCodes.TwoFactorAuthenticationIsRequired,
  RESTJSONErrorCodes.ThreadLocked,
  RESTJSONErrorCodes.MaximumActiveThreads,
  RESTJSONErrorCodes.MaximumActiveAnnouncementThreads,
]);

/** Discord's error number; `null` if it gave none, or if another server answered. */
export function discordCodeOf(error: unknown): number | null {
  return error instanceof DiscordAPIError && typeof error.code === 'number' && error.code > 0
    ? error.code
    : null;
}

/**
 * Contains only Discord's error number, and nothing else of the request or response: addresses may
 * hold a token. Rethrows an error that is neither Discord's nor the network's: it is a bug.
 */
export function faultOf(error: unknown): ChatFault {
  if (error instanceof ChatFault) return error;
  if (error instanceof RateLimitError)
    return new ChatFault('Discord asks to wait.', 'passing', Math.ceil(error.retryAfter));
  if (error instanceof HTTPError)
    return new ChatFault(`Discord answered with status ${error.status}.`, 'passing');
  if (error instanceof DiscordAPIError) return refusal(error);
  if (error instanceof z.ZodError) {
    return new ChatFault('Discord’s answer has an unknown format.', 'passing');
  }
  if (error instanceof SyntaxError)
    return new ChatFault('The answer did not come from Discord.', 'passing');
  const why = networkFailureOf(error);
  if (why !== null) return new ChatFault(`Discord could not be reached: ${why}.`, 'passing');
  throw error;
}

function refusal(error: DiscordAPIError): ChatFault {
  const { status } = error;
  if (status === UNAUTHORIZED && discordCodeOf(error) !== RESTJSONErrorCodes.InvalidWebhookToken) {
    return new ChatFault(TOKEN, 'unreachable');
  }
  if (typeof error.code !== 'number')
    return new ChatFault(`The answer did not come from Discord (status ${status}).`, 'passing');
  const { code } = error;
  if (PASSING.has(code) || status === TOO_MANY_REQUESTS)
    return new ChatFault(`Discord does not do this for now (${code}).`, 'passing');
  if (code === RESTJSONErrorCodes.MissingPermissions) {
    const isReopening = Reopening.safeParse(error.requestBody.json).success;
    const why = isReopening ? LOCKED : explainLack(error);
    return new ChatFault(why, saysSomething(error) ? 'unreachable' : 'refused');
  }
  const lasting = code === RESTJSONErrorCodes.UnknownChannel ? 'gone' : 'unreachable';
  const kind = CLOSED.has(code) ? lasting : 'refused';
  const words = MENDED[code];
  if (words !== undefined)
    return new ChatFault(`${words} (Discord says ${code}${fieldsOf(error)}.)`, kind);
  const refused = `Discord refused the call: ${code === 0 ? `status ${status}` : code}${fieldsOf(error)}.`;
  const isOurs = code === RESTJSONErrorCodes.InvalidFormBodyOrContentType;
  return new ChatFault(isOurs ? `${refused} ${OUR_MISTAKE}` : refused, kind);
}

/**
 * `true` for posting words, opening a thread for them, and unarchiving it: if one is refused,
 * nothing can be posted.
 */
function saysSomething({ method, url, requestBody }: DiscordAPIError): boolean {
  if ((requestBody.files ?? []).length > 0) return false;
  const path = method === 'POST' ? /\/(?:messages|threads)$/ : /\/channels\/\d+$/;
  return path.test(url) && method !== 'GET';
}

/**
 * Discord does not say which permission is missing. The refused call narrows it down to one or two.
 */
function explainLack({ method, url, requestBody }: DiscordAPIError): string {
  const path = new URL(url).pathname.replace(/^.{0,200}?\/v\d{1,3}(?=\/)/, '');
  const hasFiles = (requestBody.files ?? []).length > 0;
  const rights = findRightsFor(method, path).filter(
    ({ flag }) => !hasFiles || flag === 'AttachFiles',
  );
  const titles = rights.map(({ title }) => title);
  return titles.length === 0
    ? 'The bot lacks a permission there: charrette doctor tells which.'
    : `The bot lacks a permission there: ${titles.join(', or ')}.`;
}

/** The library puts each field on its own line: path, error name and more. */
const FIELD = /^(?:(\S{1,200})\[([A-Z0-9_]{1,80})\]|([A-Z0-9_]{1,80})):/gm;

/** Fields that Discord refused (50035), each with the error's name. */
function fieldsOf({ message }: DiscordAPIError): string {
  const fields = [...message.matchAll(FIELD)]
    .slice(0, MAX_FIELDS)
    .map(([, path = '', code, alone]) => {
      return `${path.replaceAll(/\[(\d+)\]/g, '.$1')} ${code ?? alone}`.trim();
    });
  return fields.length === 0 ? '' : ` (${cutText(fields.join(', '), FIELDS_CHARACTERS)})`;
}
