import { capitalize } from '../format/plain.ts';

interface Warning {
  readonly words: string;
  /** People have lost something by it. */
  readonly isLoss?: true;
}

const LOST_DAEMON = 'A daemon was taken for dead, and others went on with its designs';

/**
 * What each kind of warning with a next step means for people. Whatever has no next step is no
 * warning.
 */
export const WARNINGS: Readonly<Record<string, Warning>> = {
  store_went_back: { words: 'The store lost what people did last in a design', isLoss: true },
  chain_broken: { words: 'A design stands still, because its record was damaged', isLoss: true },
  post_left_out: { words: 'People do not see a message of a design', isLoss: true },
  files_not_written: { words: 'The files of a design are not written', isLoss: true },
  files_given_up: { words: 'A design has ended without its files', isLoss: true },
  daemon_file_not_written: { words: 'The command line does not find this daemon', isLoss: true },
  design_hung: { words: 'A design stood still, and was begun again from its events', isLoss: true },
  design_broken: { words: 'A fault of Charrette stopped a design', isLoss: true },
  design_ended: { words: 'A design has failed' },
  design_not_adopted: { words: 'A design waits, because it cannot be loaded' },
  inbox_not_read: { words: 'What people sent to a design waits' },
  facilitator_passed: { words: 'A facilitator failed, and a persona took over from it' },
  gate_opened: { words: 'A design waits for a person' },
  ownership_lost: { words: LOST_DAEMON },
  lease_lost: { words: LOST_DAEMON },
  daemons_evicted: { words: LOST_DAEMON },
  clock_jumped: {
    words: 'The clock was set, so people’s time to answer is longer or shorter than they were told',
  },
  repository_not_opened: { words: 'The personas decide without a repository' },
  repository_not_pinned: { words: 'No design can read a repository' },
  session_unkillable: { words: 'A process of a persona cannot be ended' },
  model_calls_as_text: { words: 'A model answers past its tools, which costs turns' },
  discord_refused: { words: 'Nothing people do in Discord reaches Charrette' },
  slack_token_not_accepted: { words: 'Nothing people do in Slack reaches Charrette' },
  discord_commands_not_registered: { words: 'People lack commands in Discord' },
  rights_asleep: { words: 'Tokens are refused, and sessions and links have ended' },
  rights_not_kept: { words: 'A right that was revoked could come back with a backup' },
  started_from_backup: { words: 'What was forgotten or revoked since the backup is back' },
  setting_unknown: { words: 'A setting has no effect' },
  http_without_tls: { words: 'Tokens and designs can be read in transit' },
  metrics_with_admin_token: { words: 'The program that collects metrics may do everything' },
  database_not_verified: { words: 'Another machine could pass for the database' },
};

/**
 * *The files of a design are not written: no space left on device.* of the event
 * `files_not_written`.
 */
export function sayWarning(event: string, cause: string): string {
  const words = WARNINGS[event]?.words ?? capitalize(event.replaceAll('_', ' '));
  return cause === '' ? `${words}.` : `${words}: ${cause.replace(/\.$/, '')}.`;
}
