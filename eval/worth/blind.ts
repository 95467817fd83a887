import { KINDS, type Question } from './question.ts';

const CHANCE = 1 / 4;

export type Reader = (question: Question) => string;

const wordsOf = (text: string) => text.toLowerCase().match(/[a-z0-9,]+/g) ?? [];
const HEDGES = /\b(?:only|first|each|until|unless|if|once|may|some|most|all|any|no|as)\b/gi;
const QUIET = /\b(?:no|leave|keep|stay|unpinned|accept|ignore|alone)\b/gi;

/** Takes the option with the most of something; of equal ones the first. */
function most(of: (option: string, question: Question) => number): Reader {
  return (question) => {
    const [best] = Object.entries(question.options).toSorted(
      ([, one], [, other]) => of(other, question) - of(one, question),
    );
    return best?.[0] ?? '';
  };
}

function shared(option: string, { topic, context }: Question): number {
  const said = new Set(wordsOf([topic, ...context.map(({ text }) => text)].join(' ')));
  return wordsOf(option).filter((word) => said.has(word)).length;
}

/** Readers that cannot think, by what they go by. */
export const READERS: Readonly<Record<string, Reader>> = {
  'always A': () => 'A',
  'the longest': most((option) => option.length),
  'the shortest': most((option) => -option.length),
  'most hedges': most((option) => option.match(HEDGES)?.length ?? 0),
  'fewest hedges': most((option) => -(option.match(HEDGES)?.length ?? 0)),
  'most words of the topic': most(shared),
  'fewest words of the topic': most((option, question) => -shared(option, question)),
  'does the least': most((option) => option.match(QUIET)?.length ?? 0),
  'does the most': most((option) => -(option.match(QUIET)?.length ?? 0)),
  'the largest number': most((option) =>
    Math.max(0, ...wordsOf(option).map((word) => Number(word.replaceAll(',', '')) || 0)),
  ),
  'the longest words': most((option) => option.length / wordsOf(option).length),
};

export function foundBy(reader: Reader, questions: readonly Question[]): Question[] {
  return questions.filter((question) => reader(question) === question.key.right);
}

/**
 * Returns the most right answers of so many that 97.5 % of guessers stay within, or of so many
 * guessers together.
 */
export function mostByChance(count: number, guessers = 1): number {
  let [chance, within] = [(1 - CHANCE) ** count, 0];
  for (let right = 0; right <= count; right++) {
    within += chance;
    if (within >= 1 - 0.025 / guessers) return right;
    chance *= ((count - right) / (right + 1)) * (CHANCE / (1 - CHANCE));
  }
  return count;
}

/**
 * Returns what each reader finds, by kind, as a Markdown table, and the line of what chance allows
 * all of them together.
 */
export function tableOf(
  found: Readonly<Record<string, readonly Question[]>>,
  questions: readonly Question[],
): string {
  const groups = [
    ...KINDS.map((kind) => questions.filter((each) => each.kind === kind)),
    questions,
  ];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cells = (of: (group: readonly Question[]) => string) => groups.map(of);
  const readers = Object.entries(found);
  return [
    row(['reader', ...KINDS.map((kind) => kind.replaceAll('_', ' ')), 'all']),
    row(['---', ...groups.map(() => '---')]),
    ...readers.map(([name, own]) => {
      const ids = new Set(own.map(({ id }) => id));
      const count = (group: readonly Question[]) => group.filter(({ id }) => ids.has(id)).length;
      return row([name, ...cells((group) => `${count(group)} of ${group.length}`)]);
    }),
    row([
      '*a guess; of all readers at most*',
      ...cells(({ length }) => `${length * CHANCE}; ${mostByChance(length, readers.length)}`),
    ]),
  ].join('\n');
}
