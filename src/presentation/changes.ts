import type { ChangeView as Shown } from '../core/decision/changes.ts';
import { listWords } from '../core/vocabulary/text.ts';
import { bullets, italic, line, lines, type Section, section, untrustedMarkdown } from './format/document.ts';
import { capitalize } from './format/plain.ts';
import type { ChangeView } from './schema/record.ts';

const FIELD_WORDS: Readonly<Record<string, string>> = {
  rests: 'rests on',
  ifWrong: 'if wrong',
  until: 'worth a look until',
};
const KIND_WORDS = { changed: 'changed', added: 'added', removed: 'taken out' };

/** `Step 3 changed, for finding 1.` */
export function sayChange(change: Shown): string {
  const causes = [...new Set(change.change.answers.map(causeWords))];
  return `${capitalize(whatChanged(change))}, for ${listWords(causes)}.`;
}

export function drawChange(change: Shown): Section {
  return section(lines(sayChange(change)), differences(change));
}

export function drawChangeItem(change: ChangeView): Section {
  return section(bullets([line`${change.words}`]), differences(change, 1));
}

/** With a model's names: `step 3 changed, for F1.` */
export function showChangeToAuditor(change: Shown): Section {
  return section(
    lines(line`${whatChanged(change)}, for ${listWords(change.change.answers)}.`),
    differences(change),
  );
}

function whatChanged({ kind, part }: Shown): string {
  return `${part} ${KIND_WORDS[kind]}`;
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

function differences({ fields }: Pick<ChangeView, 'fields'>, depth = 0): Section {
  const items = fields.flatMap(({ name, before, after }) => {
    const called = name === 'text' ? '' : `${FIELD_WORDS[name] ?? name}, `;
    const drawChangeLine = (when: string, words: string) =>
      words === '' ? [] : [line`${italic(`${called}${when}:`)} ${untrustedMarkdown(words)}`];
    return [...drawChangeLine('before', before), ...drawChangeLine('now', after)];
  });
  return items.length === 0 ? [] : [bullets(items, depth)];
}
