import { z } from 'zod';
import { modal } from './blocks.ts';
import { flag, json, type Method, method } from './method.ts';
import { CHAT_METHODS } from './methods-chat.ts';
import { CONVERSATION_METHODS } from './methods-conversations.ts';
import { FILE_METHODS } from './methods-files.ts';
import { TIER } from './rates.ts';
import { SlackRefusal } from './refusal.ts';
import { wireView } from './views.ts';

/** Every method that the server knows. */
export const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  'auth.test': method({ perMinute: TIER.special }, {}, ({ workspace: { team, bot } }) => ({
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: bot.name.toLowerCase(),
    team_id: team.id,
    user_id: bot.user,
    bot_id: bot.id,
    is_enterprise_install: false,
  })),
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
  'users.info': method(
    { scopes: ['users:read'], perMinute: TIER.four },
    { user: z.string(), include_locale: flag },
    ({ workspace }, given) => {
      const person = workspace.people.get(given.user);
      if (person === undefined) throw new SlackRefusal('user_not_found');
      const profile = { display_name: person.name, real_name: person.name };
      const names = { name: person.name.toLowerCase(), real_name: person.name, profile };
      const { id, isDeactivated: deleted } = person;
      return { user: { id, team_id: workspace.team.id, deleted, is_bot: false, ...names } };
    },
  ),
  'usergroups.users.list': method(
    { scopes: ['usergroups:read'], perMinute: TIER.two },
    { usergroup: z.string() },
    ({ workspace }, given) => {
      const users = workspace.groups.get(given.usergroup);
      if (users === undefined) throw new SlackRefusal('no_such_subteam');
      return { users };
    },
  ),
};
