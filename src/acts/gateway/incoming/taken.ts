/**
 * Ways out of taking a message, its change or its deletion, each with who learns of it;
 * `message_taken` in the log at `debug`.
 */
export const TAKEN = {
  /** The design has the words or files, as they now are, or has them no more. */
  recorded: 'stored',
  changed: 'stored',
  withdrawn: 'stored',
  /** What was asked of the bot was answered to its author alone. */
  answered: 'told',
  /** Its author is told why, at most once for the same reason, or where to write it. */
  other_workspace: 'told',
  set_aside: 'told',
  no_design: 'told',
  beside_the_thread: 'told',
  too_long: 'told',
  needs_words: 'told',
  unreadable: 'told',
  /** The thread of its design learns once that nothing of apps is read. */
  first_of_an_app: 'posted',
  /** Other people's, or nobody's. */
  not_to_the_bot: 'left',
  of_an_app: 'left',
  of_the_bot: 'left',
  of_the_platform: 'left',
  of_a_deactivated_person: 'left',
  /** It is dealt with already. */
  reported_before: 'left',
  answered_before: 'left',
  deleted_before: 'left',
  /** None of it is on record, and none will be. */
  kept_out: 'left',
  unchanged: 'left',
  /** Nobody waits for its answer any more. */
  too_late: 'left',
  without_words: 'left',
} as const satisfies Readonly<Record<string, 'stored' | 'told' | 'posted' | 'left'>>;

/** What became of it. */
export type Taken = keyof typeof TAKEN;
