import type { ChangeView } from '../core/decision/changes.ts';
import { listed } from '../core/vocabulary/text.ts';
import {
  bullets,
  italic,
  type Line,
  line,
  lines,
  type Section,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';

const FIELD_WORDS: Readonly<Record<string, string>> = {
  rests: 'rests on',
  ifWrong: 'if wrong',
  until: 'worth a look until',
};
const KIND_WORDS = { changed: 'changed', added: 'added', removed: 'taken out' };

/** `Step 3 changed, for finding 1.` */
export function changeWords(shown: ChangeView): string {
  return `${upperFirst(whatChanged(shown))}, ${changedFor(shown.change.answers)}.`;
}

export function fieldWords(name: string): string {
  return name === 'text' ? '' : (FIELD_WORDS[name] ?? name);
}

function changeLine(shown: ChangeView): Line {
  return line`${changeWords(shown)}`;
}

export function changeBlocks(shown: ChangeView): Section {
  return [lines(changeLine(shown)), ...differences(shown)];
}

export function changeItem(shown: ChangeView): Section {
  return [bullets([changeLine(shown)]), ...differences(shown, 1)];
}

/** With a model's names: `step 3 changed, for F1.` */
export function changeForAuditor(shown: ChangeView): Section {
  return [lines(line`${whatChanged(shown)}, for ${listed(shown.change.answers)}.`), ...differences(shown)];
}

function whatChanged({ kind, part }: ChangeView): string {
  return `${part} ${KIND_WORDS[kind]}`;
}

/** `for finding 1 and difference 2` */
function changedFor(answers: readonly string[]): string {
  return `for ${listed([...new Set(answers.map(causeWords))])}`;
}

function causeWords(name: string): string {
  const number = name.slice(1);
  switch (name[0]) {
    case 'F':
      return `finding ${number}`;
    case 'R':
    case 'T':
      return 'what a person said';
    case 'n':
      return 'the note with which it was sent back';
    default:
      return `difference ${name}, which a person settled`;
  }
}

function differences({ fields }: ChangeView, depth = 0): Section {
  const items = fields.flatMap(({ name, before, after }) => {
    const called = name === 'text' ? '' : `${fieldWords(name)}, `;
    const told = (when: string, words: string) =>
      words === '' ? [] : [line`${italic(`${called}${when}:`)} ${untrustedMarkdown(words, WHOLE)}`];
    return [...told('before', before), ...told('now', after)];
  });
  return items.length === 0 ? [] : [bullets(items, depth)];
}

function upperFirst(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
