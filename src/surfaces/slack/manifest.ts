import type { AppsManifestCreateArguments } from '@slack/web-api';
import { SHORTCUT } from './interactions/interaction-payload.ts';
import { SLACK_TEXTS } from './slack-texts.ts';

type Manifest = AppsManifestCreateArguments['manifest'];
type KnownScopes = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>;
/** The library does not list the last one. */
type BotScope = KnownScopes[number] | 'assistant:write';
type KnownEvents = NonNullable<
  NonNullable<NonNullable<Manifest['settings']>['event_subscriptions']>['bot_events']
>;

/** docs/slack.md has the reason of each. */
export const SCOPES: readonly BotScope[] = [
  'commands',
  'chat:write',
  'files:write',
  'files:read',
  'reactions:write',
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'groups:history',
  'im:history',
  'channels:read',
  'groups:read',
  'im:read',
  'users:read',
  'usergroups:read',
];
/** Needed only where a list names a user group. */
const GROUP_SCOPE: BotScope = 'usergroups:read';

export function listNeededScopes({ groups }: { readonly groups: boolean }): BotScope[] {
  return SCOPES.filter((name) => groups || name !== GROUP_SCOPE);
}

/** The library does not list the first. */
type BotEvent = KnownEvents[number] | 'agent_session_stopped';
const EVENTS: readonly BotEvent[] = [
  'agent_session_stopped',
  'app_mention',
  'channel_id_changed',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'user_change',
];
const GROUP_EVENTS: readonly BotEvent[] = ['subteam_members_changed'];

const TITLE = 'Charrette';

export function createManifest(needs: { readonly groups: boolean }): Manifest {
  return {
    display_information: {
      name: TITLE,
      description:
        'A design discussion between AI personas and the people of a thread, ending in a decision',
      long_description: [
        'Type /design and a question. Several AI personas, each with a different focus, ask what they need to know,',
        'write proposals without seeing the others’, argue only where they really differ, and end in a decision',
        'with everything that is needed to check how it came about. All of it happens in one thread.',
      ].join(' '),
    },
    features: {
      // Without this tab, people cannot write to the bot directly.
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      agent_view: {
        agent_description: SLACK_TEXTS.agent,
        suggested_prompts: [...SLACK_TEXTS.prompts],
      },
      bot_user: { display_name: TITLE, always_online: true },
      slash_commands: [
        {
          command: '/design',
          description: 'Turn a question into a decision',
          usage_hint: '[what is to be decided] or status, list, cancel, retry, help',
          should_escape: false,
        },
      ],
      shortcuts: [
        {
          name: 'Design this',
          type: 'message',
          callback_id: SHORTCUT,
          description: 'Start a design from this message and its thread',
        },
      ],
    },
    oauth_config: { scopes: { bot: listNeededScopes(needs) as KnownScopes } },
    settings: {
      event_subscriptions: {
        bot_events: [...EVENTS, ...(needs.groups ? GROUP_EVENTS : [])] as KnownEvents,
      },
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  };
}
