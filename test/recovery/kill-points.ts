/** A moment at which a daemon is killed, and what has to happen for it to come to that moment. */
export interface Moment {
  /** In the words of `test/support/kill-point.ts`. */
  readonly point: string;
  /** Where the daemon before that one was killed, for moments of a takeover. */
  readonly first?: string;
  /** The daemon is told to stop at its first question to people: a moment of handing over. */
  readonly stopped?: true;
}

const START = [
  'store.accept(start_design):before',
  'store.accept(start_design):during',
  'store.accept(start_design):after',
  'fleet.claim:before',
  'fleet.claim:after',
  'store.mail(start_design):after',
  'store.commit(design_started):before',
  'store.commit(design_started):during',
  'store.commit(design_started):after',
];

const SESSIONS_AND_TURNS = [
  'sessions.start#1:before',
  'sessions.start#2:after',
  'store.commit(session_ready):before',
  'store.commit(session_ready):after',
  'store.commit(turn_started):before',
  'store.commit(turn_started):after',
  'sessions.send#1:before',
  'sessions.send#3:after',
  'store.commit(model_answered):during',
];

const PEOPLE = [
  'store.commit(questions_asked):before',
  'store.commit(answering_opened):after',
  'store.accept(finish_answering):before',
  'store.accept(finish_answering):after',
  'store.mail(finish_answering):after',
  'store.commit(answering_closed):before',
  'store.commit(answering_closed):after',
  'store.commit(gate_opened):before',
  'store.commit(gate_opened):after',
  'store.accept(decide_gate):after',
  'store.commit(gate_decided):before',
  'store.commit(gate_decided):after',
];

const PROGRESS = [
  'store.commit(proposal_sealed)#1:after',
  'store.commit(proposals_revealed):before',
  'store.commit(proposals_revealed):after',
  'store.commit(divergences_mapped):during',
  'store.commit(position_argued):before',
  'store.commit(divergence_settled):after',
  'store.commit(composite_submitted):after',
  'store.commit(signature_given):during',
  'store.commit(audit_submitted):before',
  'store.commit(brief_submitted):after',
];

const MESSAGES = [
  'store.markEffects(attempted)#1:before',
  'store.markEffects(attempted)#1:after',
  'chat.post(card):before',
  'chat.post(card):during',
  'chat.post(card):after',
  'store.markEffects(m1):before',
  'chat.post(questions):after',
  'chat.post(seals):before',
  'chat.post(proposals):after',
  'chat.post(divergence):during',
  'chat.post(gate):after',
  'chat.post(outcome):before',
  'chat.post(outcome):after',
];

const FILES = [
  'store.commit(outcome_settled):before',
  'store.commit(outcome_settled):after',
  'bundles.write:before',
  'files.write(.unfinished):during',
  'files.rename(transcript.md):before',
  'files.rename(manifest.json):before',
  'files.rename(manifest.json):after',
  'bundles.write:after',
  'store.commit(files_written):before',
  'store.commit(files_written):during',
  'store.commit(files_written):after',
];

const LETTING_GO = ['fleet.release:before', 'fleet.release:after', 'store.keepSnapshot:before'];

const IN_THE_MIDDLE = 'store.commit(proposal_sealed)#1:after';
const TAKEOVER = [
  'fleet.claimDue(epoch):after',
  'store.events:after',
  'store.pendingEffects:after',
  'store.commit(session_started):before',
  'store.commit(session_started):after',
  'store.mail:after',
  'sessions.start#2:before',
];

export const MOMENTS: readonly Moment[] = [
  ...[START, SESSIONS_AND_TURNS, PEOPLE, PROGRESS, MESSAGES, FILES, LETTING_GO]
    .flat()
    .map((point) => ({ point })),
  ...TAKEOVER.map((point) => ({ point, first: IN_THE_MIDDLE })),
  { point: 'chat.find:before', first: 'chat.post(card):after' },
  { point: 'chat.find:after', first: 'chat.post(card):after' },
  { point: 'files.rename(manifest.json):before', first: 'files.rename(transcript.md):before' },
  { point: 'fleet.release:before', stopped: true },
  { point: 'fleet.leave:before', stopped: true },
  { point: 'store.close:before', stopped: true },
];
