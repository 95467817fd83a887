/** Designs of a usual length, for golden files: six personas who write different things. */

import type { CommandOf } from '#design/commands.ts';
import type { Design, Turn } from '#design/state.ts';
import type { Submission, SubmissionOf } from '#design/submissions.ts';
import { type Answer, BEN, DesignWorld, type WorldOptions } from '#test/support/design-world.ts';
import { GRAVE_AUDIT } from '#test/support/sample-submissions.ts';
import { renderDecisionText } from '#words/decision-text.ts';

/** Its texts are those that personas really sign. */
export class Scene extends DesignWorld {
  override submitCommand(turn: Turn, submission: Submission): CommandOf<'submit'> {
    const command = super.submitCommand(turn, submission);
    if (submission.tool !== 'submit_decision') return command;
    return { ...command, text: renderDecisionText(submission.input, this.design) };
  }
}

export const CEM = { name: 'Cem', id: 'U789', via: 'slack' } as const;

const HEADLINES: Readonly<Record<string, string>> = {
  subtractor: 'Keep Redis, and delete the scheduler that makes you want to move.',
  archaeologist: 'Move receipts first: what stopped that in 2024 is known and can be avoided.',
  'failure-analyst': 'Move the queue beside the orders, so that no job is lost with its order.',
  'contract-keeper': 'Move receipts and invoices, and leave on Redis what the warehouse reads.',
  migrationist: 'Move in four steps that can each be undone, and stop if checkout slows down.',
  outsider: 'Have no queue: treat each order without a receipt as a job.',
};

const proposals: Answer = (_design, turn, sample) => {
  if (sample.tool !== 'submit_proposal') return sample;
  const headline = HEADLINES[turn.participant] ?? sample.input.headline;
  return { ...sample, input: { ...sample.input, headline } };
};

const DECISION: Partial<SubmissionOf<'submit_decision'>> = {
  base: 'E',
  taken: [
    { from: 'A', what: 'four steps that can be undone', why: 'it stays at work meanwhile' },
    { from: 'B', what: 'a word to the warehouse', why: 'it reads the keys' },
    { from: 'C', what: 'receipts first', why: 'their history is known' },
  ],
  sentence:
    'Move the queue to Postgres in four steps, and stop after step two if the replica lags.',
  context:
    'In March Redis was away for five minutes, and 203 receipts could not be queued. A late invoice is against the law. Jobs live in Redis, everything else in Postgres.',
  why: [
    {
      text: 'A job that is written in the transaction of its order cannot be lost on the way.',
      rests: ['E-1'],
    },
    { text: 'At most 900 jobs run in a minute, which one table carries.', rests: ['E-2', 'R1'] },
    {
      text: 'Nobody besides the warehouse reads the keys, so the rest can move unseen.',
      rests: ['E-5', 'R2'],
    },
  ],
  rejected: [
    {
      way: 'Keep Redis and repair what is lost.',
      letters: ['F'],
      reason: 'Nothing has to move, and the losses of three years cost nine hours of work.',
      outweighed: 'the query that repairs receipts cannot find a lost invoice.',
    },
    {
      way: 'Have no queue.',
      letters: ['D'],
      reason: 'There is no second place that can disagree with the order.',
      outweighed: 'an order has no place for failed attempts.',
    },
  ],
  harder: ['The team runs two kinds of queue for about four weeks.'],
  steps: [
    {
      text: 'See every lost receipt: a query every five minutes queues again what was not sent.',
      undo: 'Switch the query off.',
      rests: ['E-4'],
    },
    {
      text: 'Give the cache a Redis of its own, which may evict; the jobs stay on the old one.',
      undo: 'Point the cache back.',
      rests: ['E-2'],
    },
    {
      text: 'Write each receipt as a row in the transaction of its order; workers look once a second.',
      undo: 'Turn the setting off; step one queues again what was not sent.',
      rests: ['E-1'],
    },
    {
      text: 'Remove the old lists and the scheduler, after two weeks without a lost job.',
      undo: '',
      rests: ['E-4'],
    },
  ],
  risks: [
    {
      risk: 'The table slows checkout down.',
      sign: 'one checkout in a hundred takes longer than 0.4 s.',
    },
    { risk: 'The replica lags after a deploy.', sign: 'a lag above 60 s.' },
  ],
  assumptions: ['Checkout may not close at night.', 'At most 60 receipts a minute come next year.'],
  open: ['When receipts move; until then a lost one is repaired and not prevented.'],
  lookAgain: 'When Postgres uses more than 80 % of its processor at the Monday peak.',
};

/** Names only what this design has. */
const draft: Answer = (design, _turn, sample) => {
  if (sample.tool !== 'submit_decision') return sample;
  const isKnown = (name: string) =>
    !name.startsWith('R') || design.replies.length >= Number(name[1]);
  const why = (DECISION.why ?? []).map((each) => ({ ...each, rests: each.rests.filter(isKnown) }));
  return { ...sample, input: { ...sample.input, ...DECISION, why } };
};

const VERDICTS: Readonly<Record<string, Partial<SubmissionOf<'sign'>>>> = {
  migrationist: {
    verdict: 'dissents',
    words:
      'The replica lags after each deploy, and nobody has measured by how much. Step three puts that lag into checkout.',
  },
  'contract-keeper': {
    verdict: 'with_reservation',
    words: 'Tell the warehouse a week before step four.',
  },
};

const signing: Answer = (design, turn, sample) =>
  sample.tool === 'sign'
    ? { ...sample, input: { ...sample.input, ...VERDICTS[turn.participant] } }
    : design.decisions.length > 1 && design.audits.length > 0
      ? audit(design, turn, sample)
      : sample;

/** One of those who argue is moved by a claim of the other side. */
const argument: Answer = (_design, turn, sample) => {
  if (sample.tool !== 'argue' || turn.participant !== 'subtractor') return sample;
  const points = sample.input.points.map((point) => ({
    ...point,
    movedBy: 'A-2',
    claim: 'A-2',
    position: '1a',
  }));
  return { ...sample, input: { ...sample.input, points } };
};

/** A text of its own, so that it has to be audited again. */
const revision: Answer = (design, turn, sample) => {
  const again = draft(design, turn, sample);
  if (again === 'fail' || again.tool !== 'submit_decision') return again;
  const more = `Both stores run for ${design.decisions.length + 2} weeks.`;
  const answers = again.input.answers.map(({ finding }) => {
    return { finding, how: 'Step three now says how long both may run.' };
  });
  return { ...again, input: { ...again.input, harder: [...again.input.harder, more], answers } };
};

export function scene(options: WorldOptions = {}): Scene {
  return new Scene({
    personas: 6,
    repository: true,
    ...options,
    submissions: { proposals, draft, revision, signing, argument, ...options.submissions },
  });
}

/** Two people have answered; one question is open. */
export function answered(options: WorldOptions = {}): Scene {
  const world = scene(options).runTo('answering');
  if (world.design.thread !== null) world.must({ type: 'report_questions_seen' });
  return world
    .reply('900 a minute at peak, and one may wait a minute.', { by: BEN, questionId: 'Q1' })
    .reply('Only the warehouse reads the keys.\n\nI asked them _today_.', {
      by: CEM,
      questionId: 'Q2',
    });
}

/** The text contradicts what Ben said, also after the revision, and one persona is dead: a gate is open. */
export function atGate(options: WorldOptions = {}): Scene {
  return answered({ ...options, submissions: { audit, signing, ...options.submissions } })
    .runTo('mapping')
    .kill('outsider', OUT_OF_MEMORY)
    .runTo('deciding');
}

export const OUT_OF_MEMORY = {
  kind: 'out_of_memory',
  detail: 'out of memory at 512 MB [diagnostics: outsider-0000000a.log]',
  diagnostics: 'outsider-0000000a.log',
} as const;

/** Audits of the first text and, beside the signing, of the second. */
function audit({ decisions }: Design, _turn: Turn, sample: Submission): Submission {
  if (sample.tool !== 'submit_audit') return sample;
  const why = 'Step three lets a job wait five minutes.';
  const findings = decisions.length < 3 ? GRAVE_AUDIT.findings : [];
  const replies = [{ reply: 'R1', why, fate: 'contradicted' as const }];
  return { ...sample, input: { ...sample.input, findings, replies } };
}
