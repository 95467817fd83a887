import { wireMessage } from './wire.ts';
import type { Change, Message, Workspace } from './workspace.ts';

/**
 * An event of the Events API, with the subscription and the scope that an app needs to receive it.
 */
export interface SlackEvent {
  readonly subscription: string;
  readonly scope: string | null;
  readonly event: Readonly<Record<string, unknown>>;
}

/** The part of a scope's name that goes with a kind of channel. */
export const SCOPE_FAMILY = { public: 'channels', private: 'groups', im: 'im' } as const;
const CHANNEL_TYPE = { public: 'channel', private: 'group', im: 'im' } as const;

/** The event that an app in the channel receives for a change. */
export function eventsOf(workspace: Workspace, change: Change): SlackEvent[] {
  switch (change.kind) {
    case 'posted':
      return posted(workspace, change.message);
    case 'edited':
      return messageEvents(workspace, change.message, {
        subtype: 'message_changed',
        hidden: true,
        message: {
          ...wireMessage(workspace, change.message),
          ...teamsOf(workspace, change.message),
        },
        previous_message: wireMessage(workspace, change.before),
      });
    case 'deleted':
      return messageEvents(workspace, change.before, {
        subtype: 'message_deleted',
        hidden: true,
        deleted_ts: change.before.ts,
        previous_message: wireMessage(workspace, change.before),
      });
    case 'deactivated':
    case 'renamed': {
      const { id, name, isDeactivated: deleted } = change.person;
      return [told(workspace, 'user_change', 'users:read', { user: { id, name, deleted } })];
    }
    case 'left': {
      const { id, kind } = change.channel;
      const where = {
        user: change.person,
        channel: id,
        channel_type: kind === 'public' ? 'C' : 'G',
      };
      return [told(workspace, 'member_left_channel', `${SCOPE_FAMILY[kind]}:read`, where)];
    }
    case 'renumbered': {
      const { id, kind } = change.channel;
      const ids = { old_channel_id: change.before, new_channel_id: id };
      return [told(workspace, 'channel_id_changed', `${SCOPE_FAMILY[kind]}:read`, ids)];
    }
    case 'regrouped':
      return [
        told(workspace, 'subteam_members_changed', 'usergroups:read', { subteam_id: change.group }),
      ];
  }
}

function told(workspace: Workspace, type: string, scope: string, fields: object): SlackEvent {
  return { subscription: type, scope, event: { type, ...fields, event_ts: workspace.time() } };
}

/** An edited message says twice of which workspace its author is. */
function teamsOf({ people, team }: Workspace, { author }: Message): object {
  const theirs = people.get(author)?.team ?? team.id;
  return { source_team: theirs, user_team: theirs };
}

function posted(workspace: Workspace, message: Message): SlackEvent[] {
  const told = messageEvents(workspace, message, wireMessage(workspace, message));
  const isForBot =
    message.text.includes(`<@${workspace.bot.user}>`) && message.author !== workspace.bot.user;
  if (!isForBot || workspace.channels.get(message.channel)?.kind === 'im') return told;
  const wire = wireMessage(workspace, message);
  const event = { ...wire, type: 'app_mention', channel: message.channel, event_ts: message.ts };
  return [...told, { subscription: 'app_mention', scope: 'app_mentions:read', event }];
}

function messageEvents(workspace: Workspace, message: Message, fields: object): SlackEvent[] {
  const channel = workspace.channels.get(message.channel);
  if (channel === undefined || message.onlyFor !== null) return [];
  const ts = workspace.time();
  const event = {
    ts,
    ...fields,
    type: 'message',
    channel: channel.id,
    channel_type: CHANNEL_TYPE[channel.kind],
  };
  const family = SCOPE_FAMILY[channel.kind];
  return [
    {
      subscription: `message.${family}`,
      scope: `${family}:history`,
      event: { ...event, event_ts: event.ts },
    },
  ];
}
