/** A design whose daemons are killed one after the other, at these points. */
export interface KillStory {
  readonly when: string;
  readonly points: readonly string[];
  /** At its first gate people send it back. */
  readonly isSentBack?: true;
}

/**
 * Moments at which daemons are killed, in the words of `test/support/processes/kill-point.ts`:
 * story by story, each about one design whose daemons are killed one after the other, in the order
 * in which the moments occur. A fresh daemon that continues a design passes the moments of
 * adoption: claiming, reading, resuming sessions, looking up messages.
 */
const STORIES: Readonly<Record<string, readonly string[]>> = {
  'it is asked for': [
    'store.accept(start_design):before',
    'fleet.claim:before',
    'fleet.claimDue(epoch):after',
    'store.mail(start_design):after',
    'store.commit(design_started):before',
    'store.commit(design_started):during',
  ],
  'it is asked for again and again': [
    'store.accept(start_design):during',
    'sessions.start#1:before',
    'sessions.send#1:before',
    'store.commit(turn_started):after',
    'store.keepTraces#1:after',
  ],
  'its first message is posted': [
    'fleet.claim:after',
    'store.markEffects(attempted)#1:before',
    'chat.post(card):after',
    'chat.findPosted:before',
    'store.markEffects(done)#1:before',
  ],
  'its first message is being posted': [
    'store.accept(start_design):after',
    'store.commit(design_started):after',
    'store.markEffects(attempted)#1:after',
    'chat.findPosted:after',
    'chat.post(card):during',
  ],
  'its question is framed': [
    'sessions.start#1:after',
    'store.commit(turn_started):before',
    'store.commit(question_framed):before',
    'store.commit(question_framed):after',
  ],
  'people answer its questions': [
    'store.commit(answering_opened):after',
    'chat.post(questions):after',
    'store.accept(go_on):after',
    'store.mail(go_on):after',
    'store.commit(answering_closed):before',
  ],
  // Two proposals that come at the same time share one commit, and the reveal with them: each order
  // has its story.
  'its personas propose': [
    'store.commit(answering_closed):after',
    'store.commit(proposal_sealed)#1:after',
    'store.pendingEffects:after',
    'chat.post(proposals):after',
  ],
  'its proposals are revealed': [
    'store.commit(proposals_revealed):before',
    'chat.post(proposals):during',
  ],
  // They may have argued before their divergence is posted, or after.
  'their divergences are mapped': [
    'store.commit(model_answered):before',
    'store.commit(divergences_mapped):after',
    'chat.post(differences):before',
  ],
  'they argue': ['store.commit(position_argued):before', 'sessions.start#2:before'],
  'its changes are confirmed': [
    'store.commit(revision_submitted):after',
    'store.commit(confirmation):before',
    'sessions.send(confirm_revision):after',
    'store.commit(revision_confirmed):before',
    'store.commit(revision_confirmed):after',
  ],
  'all have signed': [
    'sessions.send(sign):after',
    'store.commit(signature_given)#1:after',
    'store.commit(parks):before',
    'store.commit(parks):after',
  ],
  'it comes to a gate': [
    'store.commit(signature_given):before',
    'store.commit(gate_opened):before',
    'chat.post(gate):after',
    'store.accept(decide_gate):after',
    'store.commit(gate_decided):before',
  ],
  'its files are written': [
    'store.commit(outcome_settled):after',
    'files.write(.unfinished):during',
    'files.rename(transcript.md):before',
    'files.rename(manifest.json):before',
    'store.commit(files_written):during',
  ],
  'it ends': [
    'store.commit(files_written):before',
    'store.commit(design_ended):after',
    'chat.post(outcome):before',
    'chat.post(outcome):after',
  ],
  'it is put down': ['fleet.release:before', 'fleet.release:after'],
};

/** Its sessions are woken, and what they sign is asked of them again. */
const SENT_BACK: KillStory = {
  when: 'it is sent back and signed again',
  points: [
    'store.accept(decide_gate):after',
    'store.commit(wake):before',
    'sessions.start#1:before',
    'store.commit(revision_submitted):before',
    'sessions.send(confirm_revision):before',
    'store.commit(revision_confirmed):after',
    'store.commit(signature_given)#1:before',
    'store.commit(parks):after',
  ],
  isSentBack: true,
};

export const EVERY_STORY: readonly KillStory[] = [
  ...Object.entries(STORIES).map(([when, points]) => ({ when, points })),
  SENT_BACK,
];

/** What is signed was looked at: the audit's confirmation, the signatures, and both once more. */
const LOOKED_AT = ['its changes are confirmed', 'all have signed', SENT_BACK.when];
export const SIGNED = EVERY_STORY.filter(({ when }) => LOOKED_AT.includes(when));

/**
 * Those of `npm run test:all`: before anything is there, around a message, and when a design is
 * released.
 */
const SAMPLED = ['it is asked for', 'its first message is being posted', 'it is put down'];
export const SAMPLE = EVERY_STORY.filter(({ when }) => SAMPLED.includes(when));

/** Moments of a daemon that is stopped while people are answering. */
export const HANDING_OVER: readonly string[] = ['fleet.leave:before', 'store.close:before'];

/**
 * Moments of real kills where all the others run with daemons that are cut off: between a post and
 * its mark, in the middle of a commit, and while files are half written.
 */
export const REAL_KILLS: Readonly<Record<'SQLite' | 'Postgres', KillStory>> = {
  SQLite: {
    when: 'it is a process',
    points: [
      'store.commit(design_started):during',
      'chat.post(proposals):after',
      'files.write(.unfinished):during',
    ],
  },
  Postgres: {
    when: 'it is a process',
    points: [
      'chat.post(card):during',
      'store.commit(proposals_revealed):during',
      'store.commit(gate_decided):before',
    ],
  },
};
