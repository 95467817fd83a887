import type { ShownChange } from '../../synthesis/changes.ts';
import { listed } from '../../vocabulary/text.ts';
import { bold, bullets, type Line, line, lines, ours, prose, type Section, WHOLE } from '../document.ts';

/** Fields of a part whose names in a submission are no words for people. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  rests: 'rests on',
  claims: 'rests on',
  ifWrong: 'if wrong',
  named: 'in the words of a person',
  until: 'worth a look until',
};
const KIND_WORDS = { changed: 'changed', added: 'added', removed: 'taken out' };

/** A change in one line, to people: `Step 3 changed, for finding 1.`; behind it the auditor's objection, if there is one. */
export function changeLine(shown: ShownChange): Line {
  const objection = shown.objection === '' ? '' : line` The auditor: ${prose(shown.objection, WHOLE)}`;
  return line`${upperFirst(whatChanged(shown))}, ${changedFor(shown.change.answers)}.${objection}`;
}

/** The same with what differs, before and now. */
export function changeBlocks(shown: ShownChange): Section {
  return [lines(changeLine(shown)), ...differences(shown)];
}

/** The same under its number, by which the auditor names it: `Change 2: Step 3 changed, for finding 1.` */
export function numberedForPeople(shown: ShownChange): Section {
  const named = line`${bold(`Change ${shown.number}:`)} ${changeLine(shown)}`;
  return [bullets([named]), ...differences(shown, 1)];
}

/** The part that was changed and how, to people: `step 3`, `step 4 (new)`, `risk 2 (taken out)`, `the sentence`. */
export function changedPart({ kind, part, change }: ShownChange): string {
  const isOnly = change.part === 'title' || change.part === 'sentence' || change.part === 'paragraph';
  const how = { changed: '', added: ' (new)', removed: ' (taken out)' }[kind];
  return `${isOnly ? 'the ' : ''}${part}${how}`;
}

/** The change as its auditor reads it, under its number and by the names that a model knows: `Change 2: step 3 changed, for F1.` */
export function numberedChange(shown: ShownChange): Section {
  const { answers } = shown.change;
  const named = answers.length === 0 ? 'for nothing' : `for ${listed(answers)}`;
  return [lines(line`Change ${shown.number}: ${whatChanged(shown)}, ${named}.`), ...differences(shown)];
}

function whatChanged({ kind, part }: ShownChange): string {
  return `${part} ${KIND_WORDS[kind]}`;
}

/** Names the cause of a change to people: `for finding 1 and difference 2`. */
function changedFor(answers: readonly string[]): string {
  if (answers.length === 0) return 'for no finding and nobody';
  return `for ${listed([...new Set(answers.map(causeWords))])}`;
}

/** Words for a name that `toAnswer` gives. */
function causeWords(name: string): string {
  const number = name.slice(1);
  switch (name[0]) {
    case 'F':
      return `finding ${number}`;
    case 'Q':
      return `the corrected answer to ${name}`;
    case 'R':
      return 'what a person has said since';
    case 'S':
      return 'a sentence about itself';
    case 'n':
      return 'the note with which it was sent back';
    default:
      return `difference ${name}, which a person settled`;
  }
}

/** `depth`: how far they are indented. */
function differences({ fields }: ShownChange, depth = 0): Section {
  const items = fields.flatMap(({ name, before, after }) => {
    const called = name === 'text' ? '' : `${FIELD_WORDS[name] ?? name}, `;
    const told = (when: string, words: string) =>
      words === '' ? [] : [line`${ours(`${called}${when}:`, { italic: true })} ${prose(words, WHOLE)}`];
    return [...told('before', before), ...told('now', after)];
  });
  return items.length === 0 ? [] : [bullets(items, depth)];
}

function upperFirst(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
