import { z } from 'zod';
import { modal } from './blocks.ts';
import { count, flag, json, type Method, method } from './method.ts';
import { CHAT_METHODS } from './methods-chat.ts';
import { CONVERSATION_METHODS } from './methods-conversations.ts';
import { FILE_METHODS } from './methods-files.ts';
import { TIER } from './rates.ts';
import { SlackRefusal } from './refusal.ts';
import { SESSION_METHODS } from './sessions.ts';
import { wireView } from './views.ts';

/** Every method that the server knows. */
export const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...SESSION_METHODS,
  'auth.test': method(
    { perMinute: TIER.special },
    {},
    ({ workspace: { team, bot, organisation } }) => ({
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: bot.handle,
      team_id: team.id,
      user_id: bot.user,
      bot_id: bot.id,
      is_enterprise_install: false,
      ...(organisation !== null && { enterprise_id: organisation }),
    }),
  ),
  'apps.connections.open': method(
    { scopes: ['connections:write'], perMinute: TIER.special, token: 'app' },
    {},
    (backend) => ({ url: backend.openSocket() }),
  ),
  'views.open': method(
    { perMinute: TIER.four },
    { trigger_id: z.string(), view: json(modal) },
    ({ views, workspace }, given) => ({
      view: wireView(workspace, views.open(given.trigger_id, given.view)),
    }),
  ),
  'users.conversations': method(
    { scopes: ['channels:read', 'groups:read'], perMinute: TIER.three },
    {
      user: z.string().optional(),
      types: z.string().optional(),
      limit: count,
      cursor: z.string().optional(),
      exclude_archived: flag,
    },
    ({ workspace }, given) => {
      const { user: bot } = workspace.bot;
      const user = given.user ?? bot;
      const kinds = (given.types ?? 'public_channel').split(',');
      const all = [...workspace.channels.values()].filter(
        ({ kind, members }) =>
          members.has(user) &&
          kinds.includes(`${kind}_channel`) &&
          (kind === 'public' || members.has(bot)),
      );
      const from = Number(given.cursor ?? 0);
      const until = from + (given.limit ?? 100);
      return {
        channels: all.slice(from, until).map(({ id, name }) => ({ id, name })),
        response_metadata: { next_cursor: until < all.length ? String(until) : '' },
      };
    },
  ),
  'users.info': method(
    { scopes: ['users:read'], perMinute: TIER.four },
    { user: z.string(), include_locale: flag },
    ({ workspace }, given) => {
      const { bot, team } = workspace;
      if (given.user === bot.user) {
        // A bot has no display name in its profile, and as its real name the one that people see.
        const profile = { display_name: '', real_name: bot.name };
        const names = { name: bot.handle, real_name: bot.name, profile };
        return { user: { id: bot.user, team_id: team.id, deleted: false, is_bot: true, ...names } };
      }
      const person = workspace.people.get(given.user);
      if (person === undefined) throw new SlackRefusal('user_not_found');
      const profile = { display_name: person.name, real_name: person.name };
      const names = { name: person.name.toLowerCase(), real_name: person.name, profile };
      const { id, isDeactivated: deleted, isBot: is_bot = false, team: theirs = team.id } = person;
      const organisation =
        person.organisation ?? (theirs === team.id ? workspace.organisation : null);
      const grid =
        organisation === null ? {} : { enterprise_user: { id, enterprise_id: organisation } };
      return { user: { id, team_id: theirs, deleted, is_bot, ...names, ...grid } };
    },
  ),
  'usergroups.list': method(
    { scopes: ['usergroups:read'], perMinute: TIER.two },
    { include_users: flag },
    ({ workspace }, given) => ({
      usergroups: [...workspace.groups].map(([id, users]) => ({
        id,
        is_usergroup: true,
        handle: `group-${id.toLowerCase()}`,
        user_count: users.length,
        ...(given.include_users === true && { users }),
      })),
    }),
  ),
};
