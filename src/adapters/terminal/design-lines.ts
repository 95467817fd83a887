import stringWidth from 'string-width';
import { counted, money } from '../../core/figures.ts';
import {
  PHASE_WORDS,
  REASON_WORDS,
  ROUND_WORDS,
  STATE_WORDS,
  STATUS_WORDS,
  STOP_WORDS,
} from '../../core/words.ts';
import { named } from '../../runtime/message/texts.ts';
import { folded, grouped, shortHash } from './format.ts';
import type { Paint } from './frame.ts';
import { oneLine } from './safe.ts';
import { ShownDesign } from './shown-design.ts';

/** A daemon of a later version may know more of them. */
const STATES: Readonly<Record<string, string>> = STATE_WORDS;

/** A design as text: its status, who is doing what, and the results so far. */
export function designLines(
  view: unknown,
  { columns, paint }: { readonly columns: number; readonly paint: Paint },
): string {
  const design = ShownDesign.parse(view);
  const sections = [
    head(design, paint),
    people(design, paint),
    waiting(design),
    list('Questions', design.questions.map(question), paint),
    list('What else people said', design.replies.flatMap(beside), paint),
    list('Proposals', design.seals.map(seal), paint),
    list('Where they differ', design.divergences.flatMap(divergence), paint),
    outcome(design, paint),
  ];
  const text = sections.filter((section) => section !== '').join('\n\n');
  return `${text
    .split('\n')
    .map((line) => folded(line, columns))
    .join('\n')}\n`;
}

function head(design: ShownDesign, paint: Paint): string {
  const status = STATUS_WORDS[design.status];
  const phase = design.endedAt === null ? ` · ${PHASE_WORDS[design.phase]}` : '';
  return [
    paint('bold', oneLine(design.topic)),
    ...(design.rehearsal ? [paint('yellow', 'REHEARSAL: no model was called')] : []),
    `${status}${phase} · started ${oneLine(design.startedAt)} by ${oneLine(design.startedBy)}`,
    oneLine(design.id),
    ...(design.successorOf === null ? [] : [`runs ${oneLine(design.successorOf)} again`]),
  ].join('\n');
}

function people({ personas }: ShownDesign, paint: Paint): string {
  const width = Math.max(0, ...personas.map(({ title }) => stringWidth(oneLine(title))));
  const lines = personas.map(({ title, state, tokens, costUsd, costIsAtLeast, cause }) => {
    const name = oneLine(title);
    const used = tokens === 0 ? '' : ` · ${grouped(tokens)} tokens · ${money(costUsd, costIsAtLeast)}`;
    const trouble = cause === null ? '' : ` · ${oneLine(cause)}`;
    return `  ${name}${' '.repeat(width - stringWidth(name))}  ${STATES[state] ?? oneLine(state)}${used}${trouble}`;
  });
  return [paint('bold', 'Who takes part'), ...lines].join('\n');
}

function waiting({ id, round, gate, answering }: ShownDesign): string {
  if (gate !== null) {
    const reasons = named(gate.reasons.map((reason) => REASON_WORDS[reason]));
    const choices = gate.choices.map(oneLine).join(', ');
    return `A person has to decide at ${oneLine(gate.id)} (${choices}): ${reasons}.`;
  }
  if (answering !== null) {
    return `People may answer until ${oneLine(answering.deadline)}: charrette answer ${oneLine(id)} "Q1: …"`;
  }
  if (round === null) return '';
  const over = [...round.contributed, ...round.excused.map(({ participant }) => participant)];
  const missing = round.asked.filter((id) => !over.includes(id)).map(oneLine);
  return `Waiting for ${ROUND_WORDS[round.kind].about} from ${named(missing)}, at most until ${oneLine(round.deadline)}.`;
}

function question(asked: ShownDesign['questions'][number]): string {
  const { id, text, status, said, answers, assumption } = asked;
  const answered = answers.map(({ author, text: words, source, by }) => {
    const how = { written: '', read: ' (read from a reply)', corrected: ` (${by} says so)` }[source];
    return `${author}${how}: ${words}`;
  });
  const silence = {
    answered: '',
    nothing: '',
    unmatched: ' (what was said could not be matched to a question)',
  }[said];
  const rest = [...(assumption === undefined ? [] : [`${assumption}${silence}`]), ...answered].join(' · ');
  return oneLine(`${id} ${status}: ${text}${rest === '' ? '' : ` → ${rest}`}`);
}

/** What somebody said that was not taken for an answer. */
function beside({ author, other }: ShownDesign['replies'][number]): string[] {
  return other === '' ? [] : [oneLine(`${author}: ${other}`)];
}

function seal({ persona, sha256, revealed }: ShownDesign['seals'][number]): string {
  return oneLine(`${persona} ${shortHash(sha256)} ${revealed ? 'revealed' : 'sealed'}`);
}

function divergence({
  id,
  impact,
  description,
  status,
  positions,
  outcome: came,
}: ShownDesign['divergences'][number]): string[] {
  return [
    oneLine(`${id} (${impact}) ${came?.outcome ?? status}: ${description}`),
    ...positions.map(({ label, text }) => `  ${oneLine(`${label} ${text}`)}`),
  ];
}

function outcome({ outcome: came, id, seals }: ShownDesign, paint: Paint): string {
  if (came === null) return '';
  const { headline, participation, assumptions, unresolved, dissents, lowestConfidence, stoppedBecause } =
    came;
  const facts = [
    ...(stoppedBecause === null || stoppedBecause === 'finished' ? [] : [STOP_WORDS[stoppedBecause]]),
    ...came.reasons.map((reason) => REASON_WORDS[reason]),
    participation.toTheEnd > 0
      ? `${participation.toTheEnd} of ${participation.asked} took part to the end`
      : `${seals.length} of ${participation.asked} wrote a proposal`,
    ...some(assumptions, 'assumption'),
    ...some(unresolved, 'question', ' unresolved'),
    ...some(dissents, 'dissent'),
    ...(lowestConfidence === null ? [] : [`lowest confidence ${lowestConfidence.toFixed(2)}`]),
    money(came.costUsd, came.costIsAtLeast),
  ];
  return [
    paint('bold', 'What it came to'),
    ...(headline === '' ? [] : [`  ${oneLine(headline)}`]),
    `  ${facts.join(' · ')}`,
    stoppedBecause === 'write_failed'
      ? '  files: none; they could not be written'
      : `  files: designs/${oneLine(id)}/ in the data folder`,
  ].join('\n');
}

function some(things: readonly unknown[], one: string, rest = ''): string[] {
  return things.length === 0 ? [] : [`${counted(things.length, one)}${rest}`];
}

function list(heading: string, items: readonly string[], paint: Paint): string {
  return items.length === 0 ? '' : [paint('bold', heading), ...items.map((item) => `  ${item}`)].join('\n');
}
