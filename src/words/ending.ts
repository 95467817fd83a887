/** An end without a decision: the first line says why and what to do, the rest what it left. */

import type { TurnError } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { mayRunAgain } from '#design/outcome.ts';
import { deathWords, personasOf } from '#design/participants.ts';
import { nameOf } from '#design/people.ts';
import type { Design } from '#design/state.ts';
import { clause, countOf, dollars, FIRST_LINE_CHARACTERS, oneLine, shorten } from './figures.ts';
import { bullets, type Markdown, md } from './md.ts';
import { type Control, compose, type Message } from './message.ts';
import { listNames } from './people.ts';

/** Why it ended, what to do, and the words of a person or a vendor on it. */
interface End {
  readonly why: string;
  readonly remedy: string;
  readonly said: string;
}

/** `null`: it runs, or a decision stands, with its caveats. */
export function endLine(design: Design): string | null {
  const end = endOf(design);
  if (end === null) return null;
  const { why, remedy, said } = end;
  const room = FIRST_LINE_CHARACTERS - why.length - remedy.length - 5;
  const words = said === '' ? '.' : `: “${shorten(said, room)}”`;
  return `${why}${words} ${remedy}`.trim();
}

function endOf(design: Design): End | null {
  const { end, settled, decisions } = design;
  if (settled === null) return null;
  const by = nameOf(settled.by);
  const said = settled.detail;
  switch ((end ?? settled).reason) {
    case 'finished':
    case 'accepted':
    case 'gate_unanswered':
      return null;
    case 'cancelled_by_person':
      return { why: `Cancelled by ${by}`, remedy: ANEW, said };
    case 'stopped_at_gate':
      return { why: `Not accepted: stopped by ${by}`, remedy: ANEW, said };
    case 'no_design_question':
      return { why: 'Not a design question', remedy: 'Start again with a choice to make.', said };
    case 'no_persona_left':
      return {
        why: `Cancelled: no persona is left. ${crashesOf(design)}`,
        remedy: 'Run again.',
        said: '',
      };
    case 'money_used_up':
      return moneyUsedUp(design);
    case 'crashed_repeatedly':
      return {
        why: 'Stopped: Charrette was killed five times in a row at this design',
        remedy: 'The operator’s log says why; then run again.',
        said: '',
      };
    case 'write_failed':
      return {
        why: clause(shorten(end?.detail ?? '', 110)),
        remedy:
          decisions.length > 0
            ? 'The decision stands only here: copy it.'
            : 'An operator must mend that; then run again.',
        said: '',
      };
    case 'nothing_contributed':
      return nothingContributed(design, said);
  }
}

/** A button in a thread, and a command at a terminal. */
export const ANEW = 'Run again starts it anew.';

function crashesOf(design: Design): string {
  const [crash = '', ...others] = new Set(personasOf(design).map(deathWords));
  return others.length === 0 ? `Each crashed: ${crash}` : 'They crashed for different reasons';
}

function moneyUsedUp(design: Design): End {
  if (causeOf(design)?.class === 'no_money_today')
    return { why: 'Stopped: today’s money ran out', remedy: 'Run again tomorrow.', said: '' };
  const spent = dollars(costOf(design).usd);
  const budget = dollars(design.settings.budgetUsd);
  const other = design.depth === 'quick' ? '' : ', or at quick';
  return {
    why: `Stopped: the money ran out (${spent} of ${budget})`,
    remedy: `Start again with more${other}.`,
    said: '',
  };
}

function nothingContributed(design: Design, detail: string): End {
  const head = design.settled?.status === 'failed' ? 'Failed' : 'No decision';
  const cause = causeOf(design);
  const [what, remedy] = CAUSES[cause?.class ?? ''] ?? NO_RESULT;
  const why = `${head}: ${what}. ${remedy} The last error`;
  // What a vendor said, without our words before it.
  const said = cause?.message.replace(/^the model's endpoint answered /, '') ?? detail;
  return { why, remedy: '', said };
}

/** By the class of a turn's error: what happened, and what to do. */
const CAUSES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  bad_key: ['the model refused our key', 'An operator must set a valid one; then run again.'],
  no_credit: ['the account behind our key has no credit', 'Add some; then run again.'],
  unknown_model: [
    'the endpoint knows no such model or path',
    'An operator must correct either; then run again.',
  ],
  refused_form: [
    'the model refused the form of our requests',
    'An operator must change its tools in models.yaml.',
  ],
  overloaded: ['the model is overloaded', 'Run again later.'],
  away: ['the model could not be reached', 'Run again later.'],
  context_too_long: ['the context is too long for the model', 'Start again with less of it.'],
  model_refused: ['the model refused to answer', 'Word the question otherwise.'],
};
const NO_RESULT = ['the turns brought no result', 'Run again, or use another model.'] as const;

/** The error of the last turn that failed by itself: its process was not lost, and nobody cancelled it. */
function causeOf({ turns }: Design): TurnError | null {
  const failed = turns.findLast(
    ({ error, outcome }) => error !== null && outcome !== 'process_lost' && outcome !== 'cancelled',
  );
  return failed?.error ?? null;
}

export function renderEnd(design: Design): Message {
  const line = endLine(design) ?? '';
  const said = endOf(design)?.said ?? '';
  return compose(
    design,
    endControls(design),
    md`**${line}**`,
    design.settled?.reason === 'no_persona_left' ? deaths(design) : null,
    line.includes(oneLine(said)) ? null : md`“${shorten(said, 500)}”`,
    kept(design),
  );
}

/** What each died of (C9). */
function deaths(design: Design): Markdown {
  return bullets(personasOf(design).map((each) => md`${each.title}: ${deathWords(each)}.`));
}

export function endControls(design: Design): Control[] {
  return mayRunAgain(design) ? [{ act: 'run_again', label: 'Run again' }] : [];
}

function kept({ proposals, replies }: Design): Markdown | null {
  const counts = [
    countOf(proposals.length, 'proposal'),
    countOf(replies.length, 'reply', 'replies'),
  ].filter((count) => !count.startsWith('0 '));
  return counts.length === 0 ? null : md`Kept in the record: ${listNames(counts)}.`;
}
