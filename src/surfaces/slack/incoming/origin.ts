import * as z from 'zod';
import { lookUpOr } from '#acts/gateway/platform-access.ts';
import type { Identity } from '../connection/identity.ts';
import type { SlackContext } from '../slack-context.ts';
import { authorOf, isThroughApp, type Message } from './message-event.ts';

const id = z.string().max(200).nullish();
const Company = z.object({ id, enterprise_id: id }).nullish();
const Author = z.object({ user: z.unknown().optional(), user_team: id });
const FLAG = z.union([z.boolean(), z.stringbool()]).nullish().catch(null);

/**
 * Everything that Slack sends to an app, as far as it says for which installation, where, and who.
 */
const Body = z.object({
  team_id: id,
  enterprise_id: id,
  is_enterprise_install: FLAG,
  user_id: id,
  channel_id: id,
  team: Company,
  enterprise: Company,
  user: z.object({ id, team_id: id }).nullish(),
  channel: z.object({ id }).nullish(),
  view: z.object({ app_installed_team_id: id }).nullish(),
  authorizations: z
    .array(z.object({ team_id: id, enterprise_id: id, is_enterprise_install: FLAG }))
    .nullish(),
  is_ext_shared_channel: z.boolean().nullish(),
  event: Author.extend({
    channel: z.unknown().optional(),
    message: Author.nullish(),
    previous_message: Author.nullish(),
  }).nullish(),
});

/** Where something comes from, as Slack names it. `null`: Slack does not say. */
interface Origin {
  /** `false` for another installation of this app. */
  readonly isForUs: boolean;
  /** The organisation of the workspace, on Enterprise Grid. */
  readonly organisation: string | null;
  readonly channel: string | null;
  /** `true` for a channel that another company shares. */
  readonly isShared: boolean | null;
  readonly user: string | null;
  /** The person's workspace. An event's own `team` need not be it in a shared channel. */
  readonly team: string | null;
}

/**
 * Reads who acted, where, and for which installation: of events, commands, clicks, shortcuts and
 * forms. In a shared channel the outer `team_id` of an event can be the other company's; only
 * `authorizations` name the installation.
 */
export function originOf(
  payload: unknown,
  {
    team_id: ours,
    enterprise_id: organisation = null,
  }: Pick<Identity, 'team_id' | 'enterprise_id'>,
): Origin {
  const body = Body.parse(payload);
  const { view, team, event } = body;
  const installations = [
    ...(body.authorizations ?? []),
    {
      team_id: body.team_id ?? view?.app_installed_team_id ?? team?.id,
      enterprise_id: body.enterprise_id ?? body.enterprise?.id ?? team?.enterprise_id,
      is_enterprise_install: body.is_enterprise_install,
    },
  ];
  const installation = installations.find(
    (each) =>
      each.team_id === ours ||
      (each.is_enterprise_install === true &&
        organisation !== null &&
        each.enterprise_id === organisation),
  );
  const author = event?.message ?? event?.previous_message ?? event;
  return {
    isForUs: installation !== undefined,
    organisation: organisation ?? installation?.enterprise_id ?? null,
    channel: textIn(event?.channel) ?? body.channel?.id ?? body.channel_id ?? null,
    isShared: body.is_ext_shared_channel ?? null,
    user: textIn(author?.user) ?? body.user?.id ?? body.user_id ?? null,
    team:
      author?.user_team ??
      body.user?.team_id ??
      (body.user_id == null ? null : (body.team_id ?? null)),
  };
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

type Access = Pick<
  SlackContext,
  'identity' | 'people' | 'web' | 'platform' | 'faultOf' | 'clock' | 'log'
>;

/** Milliseconds to look up a channel. */
const LOOK_UP_MS = 1_500;
const Conversation = z.object({ channel: z.object({ is_ext_shared: z.boolean().default(false) }) });

/**
 * `true` if something is for this installation, and by one of its people. `place`: of a form, which
 * names no channel. Throws `ChatFault` if Slack does not say.
 */
export async function isOurs(
  context: Access,
  body: unknown,
  place: string | null = null,
): Promise<boolean> {
  const origin = originOf(body, context.identity());
  return origin.isForUs && isColleague(context, { ...origin, channel: origin.channel ?? place });
}

/**
 * `true` for people of the workspace, and of its organisation. On Enterprise Grid, people of all
 * its workspaces meet in one channel, and Slack names their home, not the workspace in which they
 * act. Throws `ChatFault` if Slack does not say in a channel that another company shares: nobody
 * counts as ours unseen.
 */
export async function isColleague(
  context: Access,
  { user, team, organisation, channel, isShared }: Omit<Origin, 'isForUs'>,
): Promise<boolean> {
  const { team_id: ours } = context.identity();
  if (user === null || team === ours) return true;
  if (team !== null && organisation === null) return false;
  if (team === null && isShared === false) return true;
  const isOursAlone = async () => !(isShared ?? (await isSharedChannel(context, channel)));
  const home = await context.people.homeOf(user).catch(async (error: unknown) => {
    if (await isOursAlone()) return null;
    throw error;
  });
  if ((team ?? home?.team) === ours) return true;
  const company = organisation === null ? home?.team : home?.organisation;
  return company == null ? isOursAlone() : company === organisation;
}

/**
 * The person who wrote a message, also one that an app posted in their name; `null` for a message
 * of an app. Throws `ChatFault` if Slack does not say.
 */
export async function personOf(
  { people, identity }: Pick<SlackContext, 'people' | 'identity'>,
  message: Message,
): Promise<string | null> {
  const author = authorOf(message, identity().user_id);
  if (author === null || !isThroughApp(message, identity())) return author;
  return (await people.isApp(author)) ? null : author;
}

/** `true` if Slack does not say. */
async function isSharedChannel(context: Access, channel: string | null): Promise<boolean> {
  if (channel === null) return true;
  const read = async () =>
    Conversation.parse(await context.web.conversations.info({ channel })).channel.is_ext_shared;
  return lookUpOr(context, read(), LOOK_UP_MS, true, { what: 'channel', id: channel });
}
