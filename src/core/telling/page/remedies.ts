const RESTORE_DATABASE = 'Restore the database. Designs go on when it is back.';
const REPORT = 'Report it with its error, which stands in the log.';
const PASSES = 'Nothing, if it passes.';
const CONNECTS_AGAIN = 'Nothing, unless it goes on: charrette doctor then says why.';
const LOG_SAYS = 'Its error in the log says what would help.';

/** What an operator does about a warning, by the event of the log. docs/faults.md and the pages of Slack and Discord have the same events, with what Charrette does. */
const REMEDIES: Readonly<Record<string, string>> = {
  store_away: RESTORE_DATABASE,
  beat_failed: RESTORE_DATABASE,
  fleet_not_joined: 'Raise max_connections of Postgres by 11, or grant what its error in the log names.',
  not_backed_up: 'Free space on the disk, or name another folder for the backup.',
  daemons_evicted: 'Start the daemon that is gone again. If it froze, look for overload and paused machines.',
  lease_lost: 'Look for overload, paused machines, and the network to the database.',
  ownership_lost: 'Look for overload, paused machines, and the network to the database.',
  design_not_adopted: 'Give all daemons the same settings, and finish the upgrade.',
  chain_broken: 'Stop the daemons, keep a copy, and restore the design from a backup.',
  inbox_not_read: 'Finish the upgrade: a newer daemon reads this command.',
  design_broken: REPORT,
  design_not_failed: 'Look for the cause in its error in the log, and report it.',
  request_failed: 'Report it, unless its error in the log is the database’s.',
  event_stream_failed: 'Report it, unless its error in the log is the database’s.',
  list_stream_failed: 'Report it, unless its error in the log is the database’s.',
  live_stream_failed: 'Report it, unless its error in the log is the database’s.',
  session_use_not_noted: 'Look for the cause in its error in the log; mostly it is the database.',
  passes_not_removed: 'Look for the cause in its error in the log.',
  queues_not_counted: 'Look for the cause in its error in the log; mostly it is the database.',
  session_message_failed: REPORT,
  reply_unanswered: REPORT,
  citation_check_failed: REPORT,
  stop_took_too_long: 'Nothing: nothing is lost. Start the daemon again where it should run.',
  uncaught_error: 'Start the daemon again, and report it with its error, which stands in the log.',
  leader_work_failed: 'Report it, if it goes on.',
  scheduled_work_failed: 'Look for the cause in its error in the log. It is tried again every ten minutes.',
  model_not_usable: 'Correct the key, the model’s name or the endpoint, then press Try again at the gate.',
  model_request_failed:
    'Nothing, if it passes: it is tried again. Else look at the endpoint; charrette doctor tries it.',
  model_asked_plainer:
    'Nothing: what the endpoint refuses is left out. models.yaml can say so from the start.',
  model_form_not_kept: 'Look at the store. What an endpoint refuses is found out anew meanwhile.',
  model_form_not_read: 'Look at the store. What an endpoint refuses is found out anew meanwhile.',
  clock_jumped:
    'Nothing for running designs. Start the daemon again when nobody is being waited for: it shows the earlier time until then.',
  setting_unknown: 'Correct the name of the setting, which stands in the log with the nearest one.',
  node_warning: 'Do what its words in the log say.',
  library_warning: 'Do what its words in the log say.',
  session_lost: 'Nothing. If it comes often, read its diagnostics in failures/, and look at the memory.',
  repository_tool_stopped: 'Nothing, unless it comes often: then look at the disk.',
  session_unkillable: 'Look at the process whose pid is in the log: it waits for a disk or a network.',
  daemon_file_not_written: 'Look at the data folder: its disk, and its owner.',
  files_not_written: 'Free the disk. It is tried again for fifteen seconds.',
  files_given_up: 'Free the disk, then run the design again.',
  same_question_unavailable: PASSES,
  lessons_unavailable: PASSES,
  lesson_not_kept: PASSES,
  not_caught_up: 'Nothing, if it passes; else start the daemon again.',
  post_left_out: 'Its error in the log says what would help; charrette doctor names missing rights.',
  message_not_edited: 'Its error in the log says what would help; charrette doctor names missing rights.',
  not_shown: 'Its error in the log says what would help; charrette doctor names missing rights.',
  thread_unreachable: LOG_SAYS,
  design_paused: 'Nothing: it goes on by itself. If it comes often, look at the endpoint.',
  people_asked: 'Answer its questions: in its thread, or by charrette answer.',
  gate_opened: 'Decide its gate: on the page of the design, or by charrette decide.',
  slack_token_not_accepted: 'Correct the bot token of Slack. charrette doctor says what Slack refuses.',
  slack_not_reached: 'Let this machine reach Slack at the address in the log; charrette doctor tries it.',
  slack_request_failed: 'Nothing, if it passes; else report its error.',
  slack_not_connected: CONNECTS_AGAIN,
  slack_disconnected: CONNECTS_AGAIN,
  slack_request_refused:
    'Nothing, if strangers try. Else correct the signing secret, or the clock of this machine.',
  chat_call_failed: 'Nothing, unless it goes on.',
  not_redrawn: 'Its error in the log says what would help; charrette doctor names missing rights.',
  discord_not_answered: 'Nothing, unless it goes on.',
  discord_not_connected: CONNECTS_AGAIN,
  discord_disconnected: CONNECTS_AGAIN,
  discord_event_failed: REPORT,
  discord_refused: 'Do what its words in the log say, then start the daemon again.',
  discord_commands_not_registered:
    'Invite the bot again with the link that charrette doctor names, then start the daemon again.',
  repository_not_pinned: 'Bring the repository back, or correct its path in CHARRETTE_REPOS.',
  repository_not_opened: 'Bring the repository back. The next turn looks again.',
  repository_tool_failed: 'Bring the repository back: it is read again at once.',
};

/** Events after which nothing is to be done: another host or daemon goes on, or what was missed is read again. */
export const SETTLED_BY_ITSELF: ReadonlySet<string> = new Set([
  ...['store_host_changed', 'leadership_lost', 'leadership_expired'],
  ...['discord_event_not_stored', 'thread_not_caught_up'],
]);

/** Events of the log that say why a chat platform is not connected, by the platform. */
export const CONNECTION_EVENTS: Readonly<Record<string, readonly string[]>> = {
  slack: ['slack_token_not_accepted', 'slack_not_reached', 'slack_not_connected', 'slack_disconnected'],
  discord: ['discord_refused', 'discord_not_connected', 'discord_disconnected'],
};

/** Every event for which the page says what to do. */
export const EVENTS_WITH_REMEDY: readonly string[] = Object.keys(REMEDIES);

/** Tells what an operator does about a warning; `null` where nothing is known about it. */
export function remedyWords(event: string): string | null {
  if (SETTLED_BY_ITSELF.has(event)) return 'Nothing: it went on by itself.';
  return Object.hasOwn(REMEDIES, event) ? (REMEDIES[event] ?? null) : null;
}
