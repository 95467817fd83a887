import type { Platform } from '../../core/vocabulary/via.ts';
import { capitalized } from '../format/plain.ts';

const RESTORE_DATABASE = 'Restore the database: designs go on when it is back.';
const FINISH_UPGRADE = 'Give all daemons the same settings, and finish the upgrade.';
const LOOK_AT_LOAD = 'Look for overload, paused machines, and the network to the database.';
const REPOSITORY_BACK = 'Bring the repository back, or correct its path in CHARRETTE_REPOS.';

/**
 * By log event with something to do: what happened, and the remedy. docs/faults.md and the pages of Slack and Discord list the same
 * events. Of any other event its line in the log says more.
 */
const REMEDIES: Readonly<Record<string, readonly [happened: string, remedy: string]>> = {
  store_away: ['The database does not answer.', RESTORE_DATABASE],
  beat_failed: ['This daemon could not tell the others that it is alive.', RESTORE_DATABASE],
  fleet_not_joined: [
    'This daemon could not join the others.',
    'Raise max_connections of Postgres by 11, or grant what its error in the log names.',
  ],
  daemons_evicted: [
    'A daemon was lost; the others took over its designs.',
    'Restart the lost daemon, and look for overload and paused machines if it froze.',
  ],
  lease_lost: ['This daemon lost its lease; others took over its designs.', LOOK_AT_LOAD],
  ownership_lost: ['Another daemon took over a design of this one.', LOOK_AT_LOAD],
  store_went_back: [
    'The database went back, and events of a design are gone. It goes on as it is stored.',
    'Ask people to repeat what they did since; a synchronous standby loses nothing.',
  ],
  design_hung: ['A design hung, and was adopted again.', 'Report it, with its error from the log.'],
  design_not_adopted: [
    'A design was left to other daemons: this one does not know its model, platform or events.',
    FINISH_UPGRADE,
  ],
  chain_broken: [
    'The stored events of a design do not match their chain: it is set aside.',
    'Stop the daemons, keep a copy, and restore the design from a backup.',
  ],
  inbox_not_read: ['A stored command has a shape that this daemon does not know.', FINISH_UPGRADE],
  design_broken: ['Charrette failed in one design, which ended.', 'Report it, with its error from the log.'],
  model_not_usable: [
    'A model refused its key, has no credit, or is unknown.',
    'Correct the key, the model’s name or the endpoint, then press Try again at the gate.',
  ],
  model_request_failed: [
    'A model did not answer a call.',
    'Check the endpoint with charrette doctor if retrying does not help.',
  ],
  clock_jumped: [
    'The clock of this machine was set by a minute or more.',
    'Start the daemon again when no design waits for people: until then it shows the earlier time.',
  ],
  setting_unknown: [
    'A setting has a name that does not exist.',
    'Correct the name of the setting: the log has it, with the nearest known name.',
  ],
  session_unkillable: [
    'A persona’s process could not be killed.',
    'Look at the process whose pid is in the log: it is waiting for a disk or a network.',
  ],
  daemon_file_not_written: [
    'daemon.json could not be written: commands do not find this daemon.',
    'Check the disk and the owner of the data folder.',
  ],
  files_not_written: [
    'The files of a design could not be written.',
    'Free disk space: writing is retried for fifteen seconds.',
  ],
  files_given_up: ['A design ended without its files.', 'Free disk space, then run the design again.'],
  post_left_out: [
    'A platform refused a message or a file for good.',
    'Its error in the log says what would help; charrette doctor names missing rights.',
  ],
  slack_token_not_accepted: [
    'Slack does not accept the bot token.',
    'Correct the bot token of Slack: charrette doctor says what Slack refuses.',
  ],
  slack_not_reached: [
    'Slack could not be reached.',
    'Let this machine reach Slack at the address in the log; charrette doctor tries it.',
  ],
  slack_request_refused: [
    'A request that claims to be Slack’s was refused.',
    'Correct the signing secret or this machine’s clock, unless strangers sent it.',
  ],
  discord_refused: [
    'Discord refused the bot.',
    'Do what its message in the log says, then restart the daemon.',
  ],
  discord_commands_not_registered: [
    'The commands could not be registered with Discord.',
    'Invite the bot again with the link that charrette doctor names, then start the daemon again.',
  ],
  repository_not_pinned: ['A repository in CHARRETTE_REPOS could not be read.', REPOSITORY_BACK],
  repository_not_opened: ['The repository of a design could not be opened.', REPOSITORY_BACK],
};

/** Log events that explain why a chat platform is not connected. */
const CONNECTION_EVENTS: Readonly<Record<Platform, readonly string[]>> = {
  slack: ['slack_token_not_accepted', 'slack_not_reached'],
  discord: ['discord_refused'],
};

export function connectionEvents(platform: string): readonly string[] {
  return Object.entries(CONNECTION_EVENTS).find(([name]) => name === platform)?.[1] ?? [];
}

export const EVENTS_WITH_REMEDY: readonly string[] = Object.keys(REMEDIES);

/** Says what happened, for an operator. An event without a remedy keeps its own name. */
export function happenedWords(event: string): string {
  return remedyOf(event)?.[0] ?? capitalized(`${event.replaceAll('_', ' ')}.`);
}

/** What an operator does about a warning, in a sentence. */
export function remedyWords(event: string): string {
  return remedyOf(event)?.[1] ?? 'See its line in the log.';
}

function remedyOf(event: string) {
  return Object.hasOwn(REMEDIES, event) ? REMEDIES[event] : undefined;
}
