import { shortenId } from '../../core/vocabulary/figures.ts';
import type { RepositoryTool } from '../../ports/repository.ts';

export const TOOL_WORDS: Record<RepositoryTool, string> = {
  list_files: 'looking through the files',
  read_file: 'reading files',
  search_text: 'searching the code',
  read_history: 'reading the history',
  blame_file: 'reading who wrote what',
};

export const TERMINAL_TEXTS = {
  example: 'This is an example; one persona is killed on purpose.',
  exampleAnswer: (answer: string, seconds: number) =>
    `Type your own answer. Enter ${takesWritten(answer)} After ${seconds} s without a key, the example does so itself.`,
  exampleTyped: (answer: string, until: string) =>
    `It waits for Enter, until ${until}. Enter alone ${takesWritten(answer)}`,
  exampleGoesOn: 'Ctrl-C goes on without answers.',
  unsent: (words: string) => `Not sent, since Enter was not pressed: “${words}”`,
  noModel: (program: string) =>
    `No key is set, so no model can answer this. Set ANTHROPIC_API_KEY, or choose a model: ${program} setup. Or watch the written example decide something else.`,
  seeSetup: (program: string) => `To check the setup: ${program} doctor`,
  askExample: 'Play the example?',
  nothingStarted: 'Nothing was started.',
  cancelHint: 'Ctrl-C to cancel',
  askCancel: 'Cancel this design? Type y or n, then Enter:',
  waiting: (why: string) => `Waiting to try again. ${why}`,
  notCancelled: (program: string, id: string, why: string) =>
    `It is not cancelled: the cancellation could not be stored. ${why} This design stays open.\nTo continue it: ${program} serve\nTo cancel it once the store works again: ${program} cancel ${shortenId(id)}`,
  cancelledLater: (program: string) =>
    `The cancellation is stored, but not yet carried out. To carry it out: ${program} serve`,
  gaveUp: (program: string, why: string) =>
    `${why} This has lasted ten minutes, so the command ends. All that was recorded is kept, and the design stays open.\nTo continue it once the store works again: ${program} serve`,
  unserved: (program: string) =>
    `No daemon is running, so unfinished designs make no progress. To continue them: ${program} serve`,
  daemonWaits: (why: string) => `The daemon waits: ${why}`,
  killed: (program: string) =>
    `Stopped at once. The design is not cancelled. To continue it: ${program} serve`,
  leftEnded: (program: string, id: string) =>
    `Stopped at once. The design has ended. To see it: ${program} show ${shortenId(id)}\nTo write its files, if they are missing: ${program} serve`,
  inDaemon: (url: string) =>
    `It runs in the daemon of this data folder, ${url}, and is shown here.`,
  leftInDaemon: (program: string, id: string) =>
    `Stopped at once. The design is not cancelled: the daemon continues it. To cancel it: ${program} cancel ${shortenId(id)}`,
  daemonGone: (program: string, id: string) =>
    `The daemon that runs this design has stopped or was killed. Contributions so far are kept.\nTo continue it: ${program} serve\nTo see how far it got: ${program} show ${shortenId(id)}`,
  watchStopped: (program: string, id: string) =>
    `No longer watching; the design goes on. To watch it again: ${program} watch ${shortenId(id)}`,
  hasEnded: (at: string, how: string) => `It ended at ${at} UTC: ${how}.`,
  otherVersion: (there: string, here: string) =>
    `The daemon of this data folder is Charrette ${there}, and this command is ${here}. Stop that daemon, and start it with the same version.`,
  otherModels: (difference: string) =>
    `Nothing was started: ${difference}. Give both the same settings, or stop the daemon first.`,
  reading: 'Reading your words …',
  goOn: 'go on without more answers.',
  unknownEnding: (typed: string) => `${typed} is not /done, so nothing was sent.`,
  answeringOver: (at: string) =>
    `The time for answers ended at ${at}; the personas go on and say what they assumed.`,
  yourAnswer: 'Your answer:',
  noSuchNumber: (typed: string, most: number) =>
    `There is no ${typed === '' ? 'number' : `“${typed}”`}. Type 1 to ${most}.`,
  sure: (what: string) =>
    `${what}${/[.!?…]$/.test(what) ? '' : '.'} Sure? Type y or n, then Enter:`,
  settle: (label: string, what: string) => `Settle it, ${label}: ${what}`,
  agree: (author: string, id: string, what: string) => `${author} is right on ${id}: “${what}”`,
  atMost: (left: string) => `at most ${left} more`,
  /** In a fleet each daemon has a data folder of its own. */
  filesElsewhere: (id: string) =>
    `Files: on the machine of the daemon that finished it; each daemon of the fleet serves them at /api/v1/designs/${id}/artifacts.`,
  withKey: (personas: string, argue: boolean) =>
    `With a key, ${personas} would ask you, write sealed proposals${argue ? ', argue' : ''}, and sign one decision.`,
  setKey: (program: string) => `To set one: ${program} setup.`,
} as const;

function takesWritten(answer: string): string {
  return answer === '' ? 'leaves it open.' : `answers “${answer}”`;
}
