/** An end without a decision: the first line says why and what to do, the rest what it left. */

import { costOf } from '#design/money.ts';
import { mayRunAgain } from '#design/outcome.ts';
import { deathWords, personasOf } from '#design/participants.ts';
import type { Design } from '#design/state.ts';
import { exampleLine } from './example.ts';
import { clause, countOf, dollars, FIRST_LINE_CHARACTERS, oneLine, shorten } from './figures.ts';
import { blocks, bullets, lines, type Markdown, md } from './md.ts';
import type { Control, Message } from './message.ts';
import { listNames, nameOf } from './people.ts';

/** Why it ended, the words of a person or a vendor on it, and what to do. */
interface End {
  readonly why: string;
  readonly said: string;
  readonly remedy: string;
}

/** `null`: it runs, or a decision stands, with its caveats. */
export function endLine(design: Design): string | null {
  const end = endOf(design);
  if (end === null) return null;
  const { why, said, remedy } = end;
  const room = FIRST_LINE_CHARACTERS - why.length - remedy.length - 5;
  const words = said === '' ? '.' : `: “${shorten(said, room)}”`;
  return `${why}${words} ${remedy}`.trim();
}

function endOf(design: Design): End | null {
  const { end, settled } = design;
  if (settled === null) return null;
  const { detail } = settled;
  const by = nameOf(settled.by);
  const anew = 'Run again starts it anew.';
  switch ((end ?? settled).reason) {
    case 'finished':
    case 'accepted':
    case 'gate_unanswered':
      return null;
    case 'cancelled_by_person':
      return { why: `Cancelled by ${by}`, said: detail, remedy: anew };
    case 'stopped_at_gate':
      return { why: `Not accepted: stopped by ${by}`, said: detail, remedy: anew };
    case 'no_persona_left':
      return allDied(design);
    case 'no_design_question':
      return {
        why: 'Not a design question',
        said: detail,
        remedy: 'Start again with a choice to make.',
      };
    case 'money_used_up':
      return moneyUsedUp(design);
    case 'crashed_repeatedly':
      return {
        why: 'Stopped: Charrette was killed five times in a row at this design',
        said: '',
        remedy: 'The operator’s log says why; then run again.',
      };
    case 'write_failed':
      return notWritten(design);
    case 'nothing_contributed':
      return nothingContributed(design);
  }
}

function allDied(design: Design): End {
  const [cause, ...others] = new Set(personasOf(design).map(deathWords));
  const crashes =
    others.length === 0 ? `Each crashed: ${cause}` : 'They crashed for different causes';
  return { why: `Cancelled: no persona is left. ${crashes}`, said: '', remedy: 'Run again.' };
}

/** What each died of (C9). */
function deaths(design: Design): Markdown {
  return bullets(personasOf(design).map((each) => md`${each.title}: ${deathWords(each)}.`));
}

function moneyUsedUp(design: Design): End {
  const spent = dollars(costOf(design).usd);
  const budget = dollars(design.settings.budgetUsd);
  // The words are our own: of a design's budget and a day's, which one did not suffice.
  const isOfDay = causeOf(design)?.said.includes('this day');
  const other = design.depth === 'quick' ? '' : ', or at quick';
  return isOfDay
    ? {
        why: `Stopped: today’s money ran out (${spent} of this design’s ${budget})`,
        said: '',
        remedy: 'Run again tomorrow.',
      }
    : {
        why: `Stopped: the money ran out (${spent} of ${budget})`,
        said: '',
        remedy: `Start again with more${other}.`,
      };
}

function notWritten({ end, decisions }: Design): End {
  const remedy =
    decisions.length > 0
      ? 'The decision stands only here: copy it.'
      : 'An operator mends that; then run again.';
  return { why: clause(shorten(end?.detail ?? '', 110)), said: '', remedy };
}

function nothingContributed(design: Design): End {
  const head = design.settled?.status === 'failed' ? 'Failed' : 'No decision';
  const cause = causeOf(design);
  if (cause === null)
    return { why: head, said: design.settled?.detail ?? '', remedy: 'Run again later.' };
  const { what, remedy, said } = cause;
  return { why: `${head}: ${what}. ${remedy} The last error`, said, remedy: '' };
}

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
    'An operator changes its tools in models.yaml.',
  ],
  overloaded: ['the model is overloaded', 'Run again later.'],
  away: ['the model could not be reached', 'Run again later.'],
  context_too_long: ['the context is too long for the model', 'Start again with less of it.'],
  model_refused: ['the model refused to answer', 'Word the question otherwise.'],
};
const NO_RESULT = ['the model brought no result', 'Run again, or use another model.'] as const;

/** What most turns failed of, and the last words on it; `null`: none failed of itself. */
function causeOf({ turns }: Design) {
  const failed = turns.flatMap(({ error, outcome }) =>
    error === null || outcome === 'process_lost' || outcome === 'cancelled' ? [] : [error],
  );
  const groups = [...Map.groupBy(failed.reverse(), (error) => error.class).values()];
  const [last] = groups.sort((a, b) => b.length - a.length)[0] ?? [];
  if (last === undefined) return null;
  const [what, remedy] = CAUSES[last.class] ?? NO_RESULT;
  return { what, remedy, said: last.message };
}

export function renderEnd(design: Design): Message {
  const line = endLine(design) ?? '';
  const said = endOf(design)?.said ?? '';
  return {
    text: blocks(
      exampleLine(design),
      md`**${line}**`,
      design.settled?.reason === 'no_persona_left' ? deaths(design) : null,
      line.includes(oneLine(said)) ? null : md`“${shorten(said, 500)}”`,
      lines(kept(design), takenAlong(design)),
    ).text,
    controls: endControls(design),
  };
}

export function endControls(design: Design): Control[] {
  return mayRunAgain(design) ? [{ act: 'run_again', label: 'Run again' }] : [];
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
