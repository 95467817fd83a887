/** An end without a decision: the first line says why and what to do, the rest what it left. */

import type { EventOf } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { mayRunAgain } from '#design/outcome.ts';
import type { Design, Participant } from '#design/state.ts';
import { causeWords } from './card.ts';
import { exampleLine } from './example.ts';
import { countOf, dollars, sentence, shorten } from './figures.ts';
import { blocks, bullets, lines, type Markdown, md } from './md.ts';
import type { Control, Message } from './message.ts';
import { listNames, nameOf } from './people.ts';
import { proposalLines } from './proposals.ts';

type Settled = EventOf<'outcome_settled'> | EventOf<'design_ended'>;

/** `null`: it runs, or a decision stands that people may rely on with its caveats. */
export function endLine(design: Design): string | null {
  const end: Settled | null = design.end ?? design.settled;
  if (end === null) return null;
  const hasDecision = design.decisions.length > 0;
  const isReadable = end.status === 'completed' || end.status === 'needs_review';
  if (end.reason === 'write_failed') return writeFailed(end.detail);
  if (isReadable && hasDecision) return null;
  switch (end.reason) {
    case 'cancelled_by_person':
      return `Cancelled by ${stopperOf(design)}${noteOf(end)}`;
    case 'stopped_at_gate':
      return `Not accepted: stopped by ${stopperOf(design)}${noteOf(end)}`;
    case 'no_persona_left':
      return 'Cancelled: no persona is left.';
    case 'no_design_question':
      return `Not a design question. ${sentence(design.frame?.reason ?? '')}`.trim();
    case 'crashed_repeatedly':
      return 'Stopped: Charrette crashed five times in a row at this design. The operator’s log says why.';
    case 'money_used_up':
      return moneyUsedUp(design);
    case 'finished':
    case 'accepted':
    case 'gate_unanswered':
    case 'nothing_contributed':
      return nothingMade(design, end);
  }
}

function writeFailed(detail: string): string {
  const why = sentence(detail || 'The files could not be written');
  return `${why} An operator frees space or mends the disk; then run again.`;
}

function stopperOf(design: Design): string {
  const by = design.settled?.by ?? null;
  return by === null ? 'a person' : nameOf(by);
}

function noteOf({ detail }: Settled): string {
  return detail === '' ? '.' : `: “${shorten(detail, 300)}”`;
}

function moneyUsedUp(design: Design): string {
  const spent = dollars(costOf(design).usd);
  const budget = dollars(design.settings.budgetUsd);
  const other = design.depth === 'quick' ? '' : ', or at quick';
  return `Stopped: the money ran out (${spent} of ${budget}). Start again with more${other}.`;
}

function nothingMade(design: Design, end: Settled): string {
  const cause = causeOf(design);
  const head = end.status === 'failed' ? 'Failed' : 'No decision';
  if (cause === null)
    return `${head}: ${end.detail === '' ? 'nobody contributed.' : sentence(end.detail)}`;
  return `${head}: ${cause.what}. ${cause.remedy}`;
}

interface Cause {
  readonly what: string;
  readonly remedy: string;
  /** In the vendor's words, or empty. */
  readonly vendor: string;
}

const AGAIN_LATER = 'Run again later.';
/** By the class of a turn's error: what happened, and what to do. */
const CAUSES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  bad_key: ['the model refused our key', 'An operator sets a valid key; then run again.'],
  no_credit: ['the account behind our key has no credit', 'Add credit; then run again.'],
  unknown_model: [
    'the endpoint does not know the model',
    'An operator corrects its name in models.yaml; then run again.',
  ],
  overloaded: ['the model is overloaded', AGAIN_LATER],
  away: ['the model could not be reached', AGAIN_LATER],
  timed_out: ['the model did not answer in time', AGAIN_LATER],
  cut_off: ['the model broke off its answers', AGAIN_LATER],
  context_too_long: [
    'the question and its context are longer than the model can read',
    'Start again with less context.',
  ],
  refused: ['the model refused to answer', 'Word the question differently, or use another model.'],
  refused_form: [
    'the model refused the form of our requests',
    'An operator changes its `tools` in models.yaml; then run again.',
  ],
  unreadable: ['the model’s answers could not be read', 'Run again, or use another model.'],
  no_submission: ['the model ended its turns without a result', 'Run again, or use another model.'],
};

/** What most turns failed of, if any failed: of two as frequent, the later. */
function causeOf({ turns }: Design): Cause | null {
  const failed = turns.flatMap(({ error, outcome }) =>
    error === null || outcome === 'process_lost' || outcome === 'cancelled'
      ? []
      : [{ kind: outcome === 'refused' ? 'refused' : error.class, message: error.message }],
  );
  const byKind = [...Map.groupBy(failed.toReversed(), ({ kind }) => kind).values()];
  const [first] = byKind.sort((a, b) => b.length - a.length)[0] ?? [];
  if (first === undefined) return null;
  const [what, remedy] = CAUSES[first.kind] ?? ['the turns failed', 'Their records say more.'];
  return { what, remedy, vendor: first.message };
}

export function renderEnd(design: Design): Message {
  const controls: Control[] = mayRunAgain(design) ? [{ act: 'run_again', label: 'Run again' }] : [];
  return { text: blocks(exampleLine(design), endBlock(design)).text, controls };
}

export function endBlock(design: Design): Markdown {
  const end = design.end ?? design.settled;
  const line = endLine(design) ?? '';
  return blocks(
    md`**${line}**`,
    end === null ? null : explanation(design, end),
    end?.status === 'needs_review' && design.proposals.length > 0 && design.decisions.length === 0
      ? blocks(md`The proposals, side by side:`, proposalLines(design, 140))
      : null,
    lines(kept(design), mayRunAgain(design) ? RUNS_AGAIN : null),
  );
}

const RUNS_AGAIN = md`*Run again* takes the question and your answers along.`;

function explanation(design: Design, end: Settled): Markdown | null {
  switch (end.reason) {
    case 'no_persona_left':
      return bullets(deathLines(design));
    case 'nothing_contributed':
    case 'finished': {
      const vendor = causeOf(design)?.vendor ?? '';
      return vendor === '' ? null : md`The model said: “${shorten(vendor, 300)}”`;
    }
    default:
      return null;
  }
}

/** Each dead persona with what it died of; those who died alike together (C9). */
function deathLines({ participants }: Design): Markdown[] {
  const personas = participants.filter(({ role }) => role === 'persona');
  const groups = Map.groupBy(personas, deathWords);
  return [...groups].map(([words, dead]) => {
    const isAll = dead.length === personas.length && dead.length > 1;
    const names = isAll ? `All ${personas.length}` : listNames(dead.map(({ title }) => title));
    return md`${names}: ${words}.`;
  });
}

function deathWords({ sessions }: Participant): string {
  const causes = sessions.flatMap(({ cause }) => (cause === null ? [] : [causeWords(cause)]));
  const [first = 'lost', second] = causes.slice(-2);
  if (second === undefined) return first;
  return first === second ? `${first}, twice` : `${first}, then ${second}`;
}

function kept({ replies, proposals, areRevealed, decisions }: Design): Markdown | null {
  const things = [
    ...(replies.length > 0 ? [countOf(replies.length, 'reply').replace('replys', 'replies')] : []),
    ...(proposals.length > 0 && areRevealed ? [countOf(proposals.length, 'proposal')] : []),
    ...(decisions.length > 0 ? ['the text of a decision'] : []),
  ];
  return things.length === 0 ? null : md`Kept: ${listNames(things)}.`;
}
