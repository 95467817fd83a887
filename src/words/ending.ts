/** An end without a decision: the first line says why and what to do, the rest what it left. */

import type { CrashCause, EventOf } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { mayRunAgain } from '#design/outcome.ts';
import { personasOf } from '#design/participants.ts';
import type { Design, Participant } from '#design/state.ts';
import { exampleLine } from './example.ts';
import { countOf, dollars, endSentence, shorten } from './figures.ts';
import { blocks, bullets, lines, type Markdown, md } from './md.ts';
import type { Message } from './message.ts';
import { listNames, nameOf } from './people.ts';

type End = EventOf<'outcome_settled'> | EventOf<'design_ended'>;

/** `null`: it runs, or a decision stands, with its caveats. */
export function endLine(design: Design): string | null {
  const end: End | null = design.end ?? design.settled;
  if (end === null) return null;
  const { reason, detail, status } = end;
  const by = design.settled?.by ?? null;
  const note = detail === '' ? '.' : `: “${shorten(detail, 300)}”`;
  if (reason === 'write_failed')
    return `${endSentence(detail)} ${design.decisions.length > 0 ? 'The decision stands here.' : 'When an operator has mended it, run again.'}`;
  if (reason === 'cancelled_by_person')
    return `Cancelled by ${by ? nameOf(by) : 'a person'}${note}`;
  if (reason === 'stopped_at_gate')
    return `Not accepted: stopped by ${by ? nameOf(by) : 'a person'}${note}`;
  if (reason === 'no_persona_left') return 'Cancelled: no persona is left.';
  if (reason === 'no_design_question') return `Not a design question. ${endSentence(detail)}`;
  if (design.decisions.length > 0) return null;
  if (reason === 'money_used_up') return moneyUsedUp(design);
  const head = status === 'failed' ? 'Failed' : 'No decision';
  if (reason === 'crashed_repeatedly')
    return `${head}: Charrette was killed five times in a row at this design. The operator’s log says why.`;
  const cause = causeOf(design);
  return cause === null
    ? `${head}: ${endSentence(detail)} ${AGAIN_LATER}`
    : `${head}: ${cause.what}. ${cause.remedy}`;
}

function moneyUsedUp(design: Design): string {
  const spent = dollars(costOf(design).usd);
  const budget = dollars(design.settings.budgetUsd);
  // The words are our own: of a design's budget and a day's, which one did not suffice.
  if (causeOf(design)?.said.includes('this day'))
    return `Stopped: today’s money ran out (${spent} of this design’s ${budget}). Run again tomorrow.`;
  const other = design.depth === 'quick' ? '' : ', or at quick';
  return `Stopped: the money ran out (${spent} of ${budget}). Start again with more${other}.`;
}

const AGAIN_LATER = 'Run again later.';
const OTHER_MODEL = 'Run again, or use another model.';
/** By the class of a turn's error: what happened, and what to do. */
const CAUSES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  bad_key: ['the model refused our key', 'An operator sets a valid one; then run again.'],
  no_credit: ['the account behind our key has no credit', 'Add some; then run again.'],
  unknown_model: [
    'the endpoint does not know the model',
    'An operator corrects models.yaml; then run again.',
  ],
  refused_form: [
    'the model refused the form of our requests',
    'An operator changes its tools in models.yaml; then run again.',
  ],
  overloaded: ['the model is overloaded', AGAIN_LATER],
  away: ['the model could not be reached', AGAIN_LATER],
  timed_out: ['the model did not answer in time', AGAIN_LATER],
  turn_timeout: ['the turns took too long', AGAIN_LATER],
  cut_off: ['the model broke off its answers', AGAIN_LATER],
  context_too_long: [
    'the question and its context are longer than the model can read',
    'Start again with less context.',
  ],
  model_refused: [
    'the model refused to answer',
    'Word the question otherwise, or use another model.',
  ],
  unreadable: ['the answers of the model could not be read', OTHER_MODEL],
  no_submission: ['the model ended its turns without a result', OTHER_MODEL],
  submission_refused: ['what the model submitted did not fit', OTHER_MODEL],
};

/** What most turns failed of, and the last words on it; `null`: none failed of itself. */
function causeOf({ turns }: Design) {
  const failed = turns.flatMap(({ error, outcome }) =>
    error === null || outcome === 'process_lost' || outcome === 'cancelled'
      ? []
      : [{ kind: error.class, said: error.message }],
  );
  const groups = [...Map.groupBy(failed.reverse(), ({ kind }) => kind).values()];
  const last = groups.sort((a, b) => b.length - a.length)[0]?.[0];
  if (last === undefined) return null;
  const [what, remedy] = CAUSES[last.kind] ?? ['every turn failed', 'The record of each says why.'];
  return { what, remedy, said: last.said };
}

export function renderEnd(design: Design): Message {
  return {
    text: blocks(exampleLine(design), endBlock(design)).text,
    controls: mayRunAgain(design) ? [{ act: 'run_again', label: 'Run again' }] : [],
  };
}

function endBlock(design: Design): Markdown {
  const end = design.end ?? design.settled;
  const said = end?.reason === 'nothing_contributed' ? (causeOf(design)?.said ?? '') : '';
  return blocks(
    md`**${endLine(design) ?? ''}**`,
    end?.reason === 'no_persona_left' ? bullets(deathLines(design)) : null,
    said === '' ? null : md`The last error: “${shorten(said, 300)}”`,
    lines(kept(design), takenAlong(design)),
  );
}

/** Each dead persona with what it died of; those who died alike together (C9). */
function deathLines(design: Design): Markdown[] {
  const personas = personasOf(design);
  return [...Map.groupBy(personas, deathWords)].map(([words, dead]) => {
    const isAll = dead.length === personas.length && dead.length > 1;
    const names = isAll ? `All ${personas.length}` : listNames(dead.map(({ title }) => title));
    return md`${names}: ${words}.`;
  });
}

function deathWords({ sessions }: Participant): string {
  const causes = sessions.flatMap(({ cause }) => (cause === null ? [] : [CRASHES[cause.kind]]));
  const [first = 'lost', second = ''] = causes.slice(-2);
  if (second === '') return first;
  return first === second ? `${first}, twice` : `${first}, then ${second}`;
}

const CRASHES: Record<CrashCause['kind'], string> = {
  spawn_failed: 'its process could not be started',
  never_ready: 'its process never became ready',
  exited: 'its process ended by itself',
  killed: 'its process was killed',
  out_of_memory: 'out of memory',
  hung: 'its process no longer answered',
  bad_message: 'its process sent what cannot be read',
};

/** Short, for the thread: the whole cause stands in the record (D2). */
export function lastCrash({ sessions }: Participant): string {
  const cause = sessions.findLast((session) => session.cause !== null)?.cause ?? null;
  return cause === null ? 'lost' : CRASHES[cause.kind];
}

function kept({ proposals, decisions }: Design): Markdown | null {
  const things = [
    ...(proposals.length > 0 ? [countOf(proposals.length, 'proposal')] : []),
    ...(decisions.length > 0 ? ['the text of a decision'] : []),
  ];
  return things.length === 0 ? null : md`Kept in the record: ${listNames(things)}.`;
}

function takenAlong(design: Design): Markdown | null {
  const { length } = design.replies;
  if (length === 0 || !mayRunAgain(design)) return null;
  return md`*Run again* takes the question and ${countOf(length, 'reply', 'replies')} along.`;
}
