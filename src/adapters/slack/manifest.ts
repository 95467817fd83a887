import type { AppsManifestCreateArguments } from '@slack/web-api';
import * as z from 'zod';
import type { VerbOutcome } from '../../acts/gateway/port.ts';
import { Fault } from '../../foundation/fault.ts';
import { SHORTCUT } from './interactions/interaction-payload.ts';
import { groupsIn, SLACK_PATH, type SlackSettings } from './settings.ts';
import { SLACK_TEXTS } from './slack-texts.ts';

type Manifest = AppsManifestCreateArguments['manifest'];
type KnownScopes = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>;
/** The library does not list the last one. */
type BotScope = KnownScopes[number] | 'assistant:write';
type KnownEvents = NonNullable<
  NonNullable<NonNullable<Manifest['settings']>['event_subscriptions']>['bot_events']
>;

type ManifestMode = { readonly kind: 'socket' } | { readonly kind: 'http'; readonly requestUrl: string };

interface Scope {
  readonly name: BotScope;
  /** Continues “so that”. */
  readonly soThat: string;
  readonly only?: 'with groups';
}

/** Every scope with its reason. docs/slack.md has the same table. */
export const SCOPES: readonly Scope[] = [
  {
    name: 'commands',
    soThat: 'people can type `/design` and choose *Design this* in the menu of a message',
  },
  {
    name: 'chat:write',
    soThat:
      'the card and the messages of the thread are posted and kept up to date, and people are answered privately',
  },
  {
    name: 'files:write',
    soThat: 'proposals, the brief and the other results come with their messages as files',
  },
  {
    name: 'files:read',
    soThat: 'text files that people attach to an answer are read',
  },
  {
    name: 'reactions:write',
    soThat: 'what was heard gets a 👀, and what answers a question a ✅, instead of a message',
  },
  {
    name: 'app_mentions:read',
    soThat:
      '`@Charrette status`, `cancel`, `retry` and `help` work in threads, where Slack has no slash commands',
  },
  {
    name: 'assistant:write',
    soThat:
      'the app is an agent: its threads show who has to act and have Slack’s own stop button, and people who open it are told what they may ask',
  },
  {
    name: 'channels:history',
    soThat:
      'answers in threads are heard, *Design this* takes its thread along, and a message that may have been posted before is found instead of posted twice, in public channels',
  },
  {
    name: 'groups:history',
    soThat: 'the same works in private channels that the bot is invited to',
  },
  {
    name: 'im:history',
    soThat: 'the same works in direct messages with the bot',
  },
  {
    name: 'channels:read',
    soThat:
      'people who type `/design` in a public channel without the bot are told to invite it, and the page *Home* shows everybody the designs of their own channels',
  },
  {
    name: 'groups:read',
    soThat: 'the same works in private channels',
  },
  {
    name: 'im:read',
    soThat:
      'people who type `/design` in a conversation of two other people are told that the bot is not in it',
  },
  {
    name: 'users:read',
    soThat: 'people are named in the record, and deactivated ones can change nothing',
  },
  {
    name: 'usergroups:read',
    soThat: 'user groups (S…) in the lists of who may do what are known by their members',
    only: 'with groups',
  },
];

export function neededScopes({ groups }: { readonly groups: boolean }): BotScope[] {
  return SCOPES.filter(({ only }) => only === undefined || groups).map(({ name }) => name);
}

/** The library does not list the first. */
const EVENTS: readonly (KnownEvents[number] | 'agent_session_stopped')[] = [
  'agent_session_stopped',
  'app_home_opened',
  'app_mention',
  'message.channels',
  'message.groups',
  'message.im',
];

const TITLE = 'Charrette';

export function slackManifest(mode: ManifestMode, needs: { readonly groups: boolean }): Manifest {
  const isSocket = mode.kind === 'socket';
  const reached = isSocket ? {} : { request_url: mode.requestUrl };
  return {
    display_information: {
      name: TITLE,
      description: 'A design discussion between AI personas and the people of a thread, ending in a decision',
      long_description: [
        'Type /design and a question. Several AI personas, each with a different eye, ask what they need to know,',
        'write proposals without seeing the others’, argue only where they really differ, and end in a decision',
        'with everything that is needed to check how it came about. All of it happens in one thread.',
      ].join(' '),
    },
    features: {
      // Without the second, people cannot write to the bot directly.
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      agent_view: { agent_description: SLACK_TEXTS.agent, suggested_prompts: [...SLACK_TEXTS.prompts] },
      bot_user: { display_name: TITLE, always_online: true },
      slash_commands: [
        {
          command: '/design',
          description: 'Turn a question into a decision',
          usage_hint: '[what is to be decided] or status, list, cancel, retry, help',
          should_escape: false,
          ...(isSocket ? {} : { url: mode.requestUrl }),
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
    oauth_config: { scopes: { bot: neededScopes(needs) as KnownScopes } },
    settings: {
      event_subscriptions: {
        ...reached,
        bot_events: [...EVENTS] as KnownEvents,
      },
      interactivity: { is_enabled: true, ...reached },
      org_deploy_enabled: false,
      socket_mode_enabled: isSocket,
      token_rotation_enabled: false,
    },
  };
}

const Options = z.object({ mode: z.string().optional(), url: z.string().optional() });
const NEXT =
  'Paste this at https://api.slack.com/apps: Create New App, From a manifest, JSON. docs/slack.md has all steps.\n';

/** Throws `Fault('bad_usage')` for an invalid mode or URL. */
export function printManifest(words: unknown, settings: SlackSettings | null): VerbOutcome {
  const mode = modeOf(Options.parse(words), settings);
  const manifest = slackManifest(mode, { groups: settings !== null && groupsIn(settings.policy).length > 0 });
  return { output: `${JSON.stringify(manifest, null, 2)}\n`, remark: NEXT, isComplete: true };
}

/** The given mode, else the configured one, else Socket Mode. A URL implies HTTP. */
function modeOf({ mode, url }: z.infer<typeof Options>, configured: SlackSettings | null): ManifestMode {
  const kind = mode ?? (url === undefined ? (configured?.mode.kind ?? 'socket') : 'http');
  if (kind !== 'socket' && kind !== 'http') {
    throw new Fault('bad_usage', `--mode is "${kind}"; allowed is socket or http.`);
  }
  if (kind === 'http') return { kind, requestUrl: requestUrl(url) };
  if (url !== undefined) {
    throw new Fault('bad_usage', '--url is for --mode http: in Socket Mode Slack calls nobody.');
  }
  return { kind };
}

function requestUrl(url: string | undefined): string {
  if (url === undefined) {
    throw new Fault(
      'bad_usage',
      'In HTTP mode Slack has to know where it reaches the daemon: --url https://….',
    );
  }
  const parsed = z
    .url({ protocol: /^https$/ })
    .max(2_000)
    .safeParse(url);
  if (!parsed.success) {
    throw new Fault('bad_usage', `--url is "${url.slice(0, 80)}"; Slack takes nothing but an https URL.`);
  }
  const address = new URL(parsed.data);
  const path = address.pathname.replace(/\/$/, '');
  return `${address.origin}${path.endsWith(SLACK_PATH) ? path : `${path}${SLACK_PATH}`}`;
}
