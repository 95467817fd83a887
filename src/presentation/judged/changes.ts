import { nameChange, type JudgedChange as Shown } from '../../core/decision/changes.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bullets,
  italic,
  type Line,
  line,
  lines,
  type Section,
  section,
  untrustedMarkdown,
} from '../format/document.ts';
import { capitalize } from '../format/plain.ts';
import type { ChangeView } from '../schema/record.ts';

const FIELD_WORDS: Readonly<Record<string, string>> = {
  rests: 'rests on',
  taken: 'taken from others',
  ifWrong: 'if wrong',
  until: 'worth a look until',
};
/** Fields that hold names of models and say nothing to people. */
const NAMES = ['difference', 'rests'];

/** `Changed step 3 because of finding 1.` */
export function sayChange(change: Shown): string {
  const causes = [...new Set(change.change.answers.map(causeWords))];
  return `${capitalize(whatChanged(change))} because of ${listWords(causes)}.`;
}

export function drawChange(change: Shown): Section {
  return section(lines(sayChange(change)), differences(change));
}

/**
 * With what the auditor says of it, and for what does harm if code took it out: it may be what a
 * later change builds on.
 */
export function drawChangeItem(change: ChangeView): Section {
  const { words, verdict, why, isTakenOut } = change;
  const stands = verdict === 'harms' ? (isTakenOut ? ' Taken out.' : ' It was not taken out.') : '';
  const judged = line`${words} ${italic(`${VERDICT_WORDS[verdict]}${stands}`)} ${untrustedMarkdown(why)}`;
  const fields = change.fields.filter(({ name }) => !NAMES.includes(name));
  return section(bullets([judged]), differences({ fields }, 1));
}

const VERDICT_WORDS: { readonly [Verdict in Shown['verdict']]: string } = {
  answers: 'The auditor confirms it.',
  does_not: 'The auditor does not confirm it.',
  harms: 'The auditor says that it does harm or that nobody asked for it.',
  not_looked_at: 'The auditor has not looked at it.',
};

/** With a model's names: `change 2: changed step 3 for F1.` */
export function showChangeToAuditor(change: Shown, causes: readonly Line[]): Section {
  const {
    number,
    change: { answers },
  } = change;
  return section(
    lines(line`${nameChange(number)}: ${whatChanged(change)} for ${listWords(answers)}.`),
    causes.length === 0 ? [] : [bullets(causes)],
    differences(change),
  );
}

function whatChanged({ kind, part }: Shown): string {
  return `${kind} ${part}`;
}

function causeWords(name: string): string {
  const number = name.slice(1);
  switch (name[0]) {
    case 'F':
      return `finding ${number}`;
    case 'R':
    case 'T':
    case 'D':
      return 'what a person said';
    case 'N':
      return 'the note with which it was sent back';
    default:
      return `what a person chose on difference ${name}`;
  }
}

function differences({ fields }: Pick<ChangeView, 'fields'>, depth = 0): Section {
  const items = fields.flatMap(({ name, before, after }) => {
    const called = name === 'text' ? '' : `${FIELD_WORDS[name] ?? name}, `;
    const drawChangeLine = (when: string, words: string) =>
      words === '' ? [] : [line`${italic(`${called}${when}:`)} ${untrustedMarkdown(words)}`];
    return [...drawChangeLine('before', before), ...drawChangeLine('now', after)];
  });
  return items.length === 0 ? [] : [bullets(items, depth)];
}

/**
 * Without its author: `confirmed 2 changes, did not confirm 1 and judged 4 sentences that people
 * said`
 */
export function sayConfirmation({
  confirmation: { changes, said },
  takenOut = [],
}: Pick<EventOf<'revision_confirmed'>, 'confirmation' | 'takenOut'>): string {
  const confirmed = changes.filter(({ verdict }) => verdict === 'answers').length;
  const others = changes.length - confirmed - takenOut.length;
  return listWords(
    compact(
      confirmed > 0 && `confirmed ${countOf(confirmed, 'change')}`,
      others > 0 && `did not confirm ${countOf(others, 'change')}`,
      takenOut.length > 0 && `found harm in ${countOf(takenOut.length, 'change')}, now taken out`,
      (said.length > 0 || changes.length === 0) &&
        `judged ${countOf(said.length, 'sentence')} that people said`,
    ),
  );
}
