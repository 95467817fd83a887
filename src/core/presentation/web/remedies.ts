import type { Platform } from '../../vocabulary/via.ts';
import { capitalized } from '../format/plain.ts';

const RESTORE_DATABASE = 'Restore the database. Designs go on when it is back.';
const REPORT = 'Report it, with its error from the log.';
const PASSES = 'Nothing, unless it goes on.';
const CONNECTS_AGAIN = 'Nothing at first. If it goes on, charrette doctor says why.';
const LOG_SAYS = 'Its error in the log says what would help.';

/**
 * By log event: what happened, and what an operator does about it. docs/faults.md and the pages of Slack and Discord list the same
 * events.
 */
const WARNINGS: Readonly<Record<string, readonly [happened: string, remedy: string]>> = {
  store_away: ['The database does not answer.', RESTORE_DATABASE],
  beat_failed: ['This daemon could not tell the others that it is alive.', RESTORE_DATABASE],
  fleet_not_joined: [
    'This daemon could not join the others.',
    'Raise max_connections of Postgres by 11, or grant what its error in the log names.',
  ],
  not_backed_up: [
    'A backup could not be written.',
    'Free space on the disk, or name another folder for the backup.',
  ],
  daemons_evicted: [
    'A daemon was lost; the others took over its designs.',
    'Restart the lost daemon. If it froze, look for overload and paused machines.',
  ],
  lease_lost: [
    'This daemon lost its lease; others took over its designs.',
    'Look for overload, paused machines, and the network to the database.',
  ],
  ownership_lost: [
    'Another daemon took over a design of this one.',
    'Look for overload, paused machines, and the network to the database.',
  ],
  design_not_adopted: [
    'A design was left to other daemons: this one does not know its model, platform or events.',
    'Give all daemons the same settings, and finish the upgrade.',
  ],
  chain_broken: [
    'The stored events of a design do not match their chain: it is set aside.',
    'Stop the daemons, keep a copy, and restore the design from a backup.',
  ],
  inbox_not_read: [
    'A stored command has a shape that this daemon does not know.',
    'Finish the upgrade: a newer daemon reads this command.',
  ],
  design_broken: ['Charrette failed in one design, which ended.', REPORT],
  design_not_failed: [
    'The end of a failed design could not be recorded.',
    'Report it, with its error from the log.',
  ],
  request_failed: ['Charrette failed in one request.', 'Report it, unless the log shows a database error.'],
  event_stream_failed: ['A stream of events broke off.', 'Report it, unless the log shows a database error.'],
  list_stream_failed: ['A stream of a list broke off.', 'Report it, unless the log shows a database error.'],
  live_stream_failed: [
    'A page’s stream broke off; the page comes back by itself.',
    'Report it, unless the log shows a database error.',
  ],
  session_use_not_noted: [
    'The last use of a session was not noted.',
    'Its error in the log names the cause, usually the database.',
  ],
  passes_not_removed: [
    'Expired sessions and links were not removed.',
    'Its error in the log names the cause.',
  ],
  queues_not_counted: [
    'The queues could not be counted.',
    'Its error in the log names the cause, usually the database.',
  ],
  session_message_failed: [
    'Charrette failed on a message of a persona’s process, which was replaced.',
    REPORT,
  ],
  reply_unanswered: ['A reply in a thread was stored but not answered.', REPORT],
  citation_check_failed: ['A citation could not be checked.', REPORT],
  stop_took_too_long: [
    'A stop took more than nine seconds.',
    'Nothing is lost. Start the daemon again if it should run.',
  ],
  uncaught_error: [
    'An unexpected error stopped Charrette.',
    'Start the daemon again, and report it with its error from the log.',
  ],
  leader_work_failed: ['Work that the leader does for all daemons failed.', 'Report it if it goes on.'],
  scheduled_work_failed: [
    'The daily work failed.',
    'Its error in the log names the cause. The work is retried every ten minutes.',
  ],
  model_not_usable: [
    'A model refused its key, has no credit, or is unknown.',
    'Correct the key, the model’s name or the endpoint, then press Try again at the gate.',
  ],
  model_request_failed: [
    'A model did not answer a call.',
    'Nothing at first: the call is retried. If it goes on, check the endpoint with charrette doctor.',
  ],
  model_asked_plainer: [
    'An endpoint refused part of a request, which was sent again without it.',
    'Nothing: what the endpoint refuses is left out. models.yaml can say so from the start.',
  ],
  model_form_not_kept: [
    'What an endpoint refuses could not be stored.',
    'Check the store. Until then, Charrette finds out again what the endpoint refuses.',
  ],
  model_form_not_read: [
    'What an endpoint refuses could not be read.',
    'Check the store. Until then, Charrette finds out again what the endpoint refuses.',
  ],
  clock_jumped: [
    'The clock of this machine was set by a minute or more.',
    'Running designs need nothing. Start the daemon again when no design waits for people: until then it shows the earlier time.',
  ],
  setting_unknown: [
    'A setting has a name that does not exist.',
    'Correct the name of the setting. The log has it, with the nearest known name.',
  ],
  node_warning: ['Node.js warned of something.', 'Do what the warning in the log says.'],
  library_warning: ['A library warned of something.', 'Do what the warning in the log says.'],
  session_lost: [
    'A persona’s process crashed (restarted once, then dropped).',
    'Nothing. If it happens often, read its diagnostics in failures/, and check the memory.',
  ],
  repository_tool_stopped: [
    'A repository tool took too long or found too much.',
    'Nothing. If it happens often, check the disk.',
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
    'Free disk space. Writing is retried for fifteen seconds.',
  ],
  files_given_up: ['A design ended without its files.', 'Free disk space, then run the design again.'],
  same_question_unavailable: ['Earlier designs could not be searched at a start.', PASSES],
  lessons_unavailable: ['Lessons of earlier designs could not be read at a start.', PASSES],
  lesson_not_kept: ['The lesson of a design could not be kept.', PASSES],
  not_caught_up: [
    'Messages missed in a platform’s threads could not be read.',
    'Nothing at first. If it goes on, restart the daemon.',
  ],
  post_left_out: [
    'A platform refused a message or a file for good.',
    'Its error in the log says what would help; charrette doctor names missing rights.',
  ],
  message_not_edited: [
    'A platform refused to change a message.',
    'Its error in the log says what would help; charrette doctor names missing rights.',
  ],
  not_shown: [
    'A platform refused a reaction or a sign.',
    'Its error in the log says what would help; charrette doctor names missing rights.',
  ],
  thread_unreachable: ['Charrette can no longer write to the thread of a design.', LOG_SAYS],
  design_paused: [
    'A design waits for its model.',
    'Nothing: it goes on by itself. If it happens often, check the endpoint.',
  ],
  people_asked: [
    'A design waits for answers.',
    'Answer its questions in its thread or with charrette answer.',
  ],
  gate_opened: [
    'A design waits for a decision.',
    'Decide at the gate, on the design’s page or with charrette decide.',
  ],
  slack_token_not_accepted: [
    'Slack does not accept the bot token.',
    'Correct the bot token of Slack. charrette doctor says what Slack refuses.',
  ],
  slack_not_reached: [
    'Slack could not be reached.',
    'Let this machine reach Slack at the address in the log; charrette doctor tries it.',
  ],
  slack_request_failed: [
    'A request from Slack was not handled.',
    'Nothing at first. If it goes on, report its error.',
  ],
  slack_not_connected: ['Slack is not connected.', CONNECTS_AGAIN],
  slack_disconnected: ['The connection to Slack broke off.', CONNECTS_AGAIN],
  slack_request_refused: [
    'A request that claims to be Slack’s was refused.',
    'Nothing, if strangers sent it. Otherwise correct the signing secret or this machine’s clock.',
  ],
  chat_call_failed: ['A call to a chat platform failed.', 'Nothing, unless it goes on.'],
  not_redrawn: [
    'A card was not drawn again.',
    'Its error in the log says what would help; charrette doctor names missing rights.',
  ],
  discord_not_answered: ['Discord got no answer in time.', 'Nothing, unless it goes on.'],
  discord_not_connected: ['Discord is not connected.', CONNECTS_AGAIN],
  discord_disconnected: ['The connection to Discord broke off.', CONNECTS_AGAIN],
  discord_event_failed: ['An event of Discord was not handled.', REPORT],
  discord_refused: [
    'Discord refused the bot.',
    'Do what its message in the log says, then restart the daemon.',
  ],
  discord_commands_not_registered: [
    'The commands could not be registered with Discord.',
    'Invite the bot again with the link that charrette doctor names, then start the daemon again.',
  ],
  repository_not_pinned: [
    'A repository in CHARRETTE_REPOS could not be read.',
    'Bring the repository back, or correct its path in CHARRETTE_REPOS.',
  ],
  repository_not_opened: [
    'The repository of a design could not be opened.',
    'Bring the repository back. The next turn looks again.',
  ],
  repository_tool_failed: [
    'A repository went away while it was read.',
    'Bring the repository back: it is read again at once.',
  ],
};

/** Events that need no operator: another host or daemon took over, or the missed part is read later. */
const SETTLED: Readonly<Record<string, string>> = {
  store_host_changed: 'Another of the database’s hosts answers.',
  leadership_lost: 'Another daemon is the leader now.',
  leadership_expired: 'Another daemon may be the leader now.',
  discord_event_not_stored: 'An event of Discord was not stored.',
  thread_not_caught_up: 'Messages missed in a thread could not be read.',
};
export const SETTLED_BY_ITSELF: ReadonlySet<string> = new Set(Object.keys(SETTLED));

/** Log events that explain why a chat platform is not connected. */
const CONNECTION_EVENTS: Readonly<Record<Platform, readonly string[]>> = {
  slack: ['slack_token_not_accepted', 'slack_not_reached', 'slack_not_connected', 'slack_disconnected'],
  discord: ['discord_refused', 'discord_not_connected', 'discord_disconnected'],
};

export function connectionEvents(platform: string): readonly string[] {
  return Object.entries(CONNECTION_EVENTS).find(([name]) => name === platform)?.[1] ?? [];
}

export const EVENTS_WITH_REMEDY: readonly string[] = Object.keys(WARNINGS);

/** Says what happened, for an operator. An unknown event keeps its own name. */
export function happenedWords(event: string): string {
  const known = Object.hasOwn(WARNINGS, event) ? WARNINGS[event]?.[0] : undefined;
  const settled = Object.hasOwn(SETTLED, event) ? SETTLED[event] : undefined;
  return known ?? settled ?? capitalized(`${event.replaceAll('_', ' ')}.`);
}

/** Returns the operator's remedy for a warning; `null` for an unknown event. */
export function remedyWords(event: string): string | null {
  if (SETTLED_BY_ITSELF.has(event)) return 'Nothing: it recovered by itself.';
  return Object.hasOwn(WARNINGS, event) ? (WARNINGS[event]?.[1] ?? null) : null;
}
