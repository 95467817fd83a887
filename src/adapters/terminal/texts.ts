import { shortId } from '../../core/vocabulary/figures.ts';
import { rehearsalMark } from '../../core/vocabulary/rehearsal.ts';
import type { RepositoryTool } from '../../engine/ports/repository.ts';

export const TOOL_WORDS: Record<RepositoryTool, string> = {
  list_files: 'looking through the files',
  read_file: 'reading files',
  search_text: 'searching the code',
  read_history: 'reading the history',
  blame_file: 'reading who wrote what',
};

/** Shown from the start if no model is called, else `''`. The banner repeats it at the end. */
export const rehearsalNow = (design: Parameters<typeof rehearsalMark>[0]): string =>
  rehearsalMark(design, 'now');

export const TEXTS = {
  noStore: 'There is no store yet; the first daemon or design creates it.',
  opening: 'Opening the data folder …',
  exampleNotPlayed:
    'The written example is not played: it needs this topic, standard depth, and no --context, --repo or --personas. Without a model you get placeholder text.',
  startAnyway: 'Start it anyway?',
  cancelHint: 'Ctrl-C to cancel',
  askCancel: 'Cancel this design? (y/n)',
  onceMore: 'Interrupted. Once more cancels this design; it goes on until then.',
  cancelling:
    'Cancelling. What was contributed is kept and written down. Ctrl-C once more ends everything at once.',
  diskFull: 'The disk that holds the store is full.',
  waiting: (why: string) => `Waiting, and trying again. ${why}`,
  notCancelled: (program: string, id: string, why: string) =>
    `It is not cancelled: the cancellation could not be stored. ${why} This design stays open.\nTo go on with it: ${program} serve\nTo cancel it as soon as something can be stored again: ${program} cancel ${shortId(id)}`,
  cancelledLater: (program: string) =>
    `The cancellation is stored, but not yet carried out. To carry it out: ${program} serve`,
  unserved: (program: string) =>
    `No daemon is running, so unfinished designs make no progress. To continue them: ${program} serve`,
  daemonWaits: (why: string) => `The daemon waits: ${why}`,
  killed: (program: string) =>
    `Ended at once. The design is not cancelled. To go on with it: ${program} serve`,
  inDaemon: (url: string) => `It runs in the daemon of this data folder, ${url}, and is shown here.`,
  leftInDaemon: (program: string, id: string) =>
    `Ended at once. The design is not cancelled: the daemon goes on with it. To cancel it: ${program} cancel ${shortId(id)}`,
  daemonGone: (program: string, id: string) =>
    `The daemon that runs this design has stopped or was killed. What was contributed is kept.\nTo go on with it: ${program} serve\nTo see how far it is: ${program} show ${shortId(id)}`,
  watchStopped: (program: string, id: string) =>
    `Not watched any more; the design goes on. To watch it again: ${program} watch ${shortId(id)}`,
  hasEnded: (at: string, how: string) => `It ended at ${at} UTC: ${how}.`,
  otherVersion: (there: string, here: string) =>
    `The daemon of this data folder is Charrette ${there}, and this command ${here}. Stop that daemon, and start it with the same version.`,
  otherModels: (difference: string) =>
    `Nothing was started: ${difference}. Give both the same settings, or stop the daemon first.`,
  unreadable:
    'This command cannot read the daemon’s answer, probably because their versions differ. Stop the daemon, and start it with the same version.',
  reading: 'Reading your words …',
  unknownEnding: (typed: string) => `${typed} is neither /done nor /skip, so nothing was sent.`,
  allRead: (until: string) =>
    `Everything is answered. “Q2: …” corrects an answer ${until}; then they begin to write.`,
  stillOpen: (open: string, until: string) =>
    `Still open: ${open}, ${until}. What is unanswered then becomes a stated assumption.`,
  allAnswered: 'Everything is answered. They begin to write.',
  answeringOver: (at: string) =>
    `The time for answers was over at ${at}: open questions will get their stated assumptions.`,
  howToAnswerUnasked:
    'Without a terminal, standard input is not read: write the answers into a file, and give it with --answers.',
  yourAnswer: 'Your answer:',
  howToSend: 'Enter begins a new line, Enter on an empty line sends.',
  howToEnd: '/done: nothing more will come. /skip: assume everything.',
  whichNumber: 'Type its number:',
  noSuchNumber: (typed: string, most: number) =>
    `There is no ${typed === '' ? 'number' : `“${typed}”`}. Type 1 to ${most}.`,
  sure: (what: string) => `${what}${/[.!?…]$/.test(what) ? '' : '.'} Sure? (y/n)`,
  note: 'What should be different? Nothing: go back.',
  settle: (label: string, what: string) => `Settle it, ${label}: ${what}`,
  ready: 'ready',
  atMost: (left: string) => `at most ${left} more`,
  files: 'Files, written and read back',
  filesIn: 'Files:',
  noFiles: 'There are no files: they could not be written.',
  /** In a fleet each daemon has a data folder of its own. */
  filesElsewhere: (id: string) =>
    `Files, written and read back, on the machine of the daemon that ended it. Every daemon of the fleet gives them out, at /api/v1/designs/${id}/artifacts (docs/http-api.md):`,
  diagnostics: 'Output of crashed sessions',
  diagnosticsElsewhere: 'Output of crashed sessions, on the machines where they ran:',
  runAgain: 'To run it again:',
  startAnywayBy: 'To start it anyway:',
  ranAgain: (program: string, successor: string) =>
    `It was run again already, as ${shortId(successor)}. To see that run: ${program} show ${shortId(successor)}`,
  ownTopic: 'This was a written example. To have models discuss yours, set ANTHROPIC_API_KEY, or type:',
  check: 'To check that nothing in them was changed:',
} as const;
