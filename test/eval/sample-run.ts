import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_ARMS, type Arm } from '../../eval/worth/arms.ts';
import type { Plan } from '../../eval/worth/plan.ts';
import { KINDS, type Package, type Question } from '../../eval/worth/question.ts';
import type { AnswerRow } from '../../eval/worth/records.ts';
import { type RunFile, ruleOf } from '../../eval/worth/run-file.ts';
import { KEYS, threeModels } from '../entry/models/three-wires.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

/** One question about a package; the right letter goes round. */
export function sampleQuestion(of: Package, index: number): Question {
  const line = `The limit of ${of.name} ${index} is three.`;
  return {
    id: `${of.name}-${index}`,
    kind: KINDS[index % KINDS.length] ?? 'plain',
    package: of,
    topic: `How large should limit ${index} of ${of.name} be from now on?`,
    context: [],
    options: { A: 'One at most', B: 'Two at most', C: 'Three at most', D: 'Four at most' },
    planted: [{ path: `docs/limit-${index}.md`, text: `${line}\n`, age: 0, at: 0, depth: 0 }],
    key: {
      right: 'ABCD'.charAt(index % 4),
      trap: index % 2 === 0 ? [] : ['ABCD'.charAt((index + 1) % 4)],
      evidence: [{ line, by: 'archaeologist' }],
      because: 'The line says so, and nothing else does.',
    },
  };
}

/** Questions about packages that stand nowhere. */
export function drawnQuestions(packages: number, each: number, draw = 0): Question[] {
  return Array.from({ length: packages }, (_, at) => {
    const of = { name: `package-${at}`, versions: {} };
    return Array.from({ length: each }, (__, index) => sampleQuestion(of, index)).map(
      (question) => ({
        ...question,
        key: { ...question.key, because: `Drawn ${draw}.` },
      }),
    );
  }).flat();
}

export const HERE = { PATH: process.env.PATH, HOME: process.env.HOME };

/** A plan of a scripted run that nobody has begun. */
export function planOf(more: Partial<Plan>): Plan {
  return {
    ...{
      questions: drawnQuestions(1, 1),
      seed: 'a test',
      arms: ['one_answer'],
      epochs: 1,
      atOnce: 1,
      usdEach: 1,
    },
    ...{
      maxUsd: 1_000,
      find: 20,
      isAnyway: true,
      pilot: null,
      leftOut: [],
      folder: temporaryFolder(),
    },
    ...{ packages: temporaryFolder(), script: 'tie', environment: HERE, say: () => undefined },
    ...more,
  };
}

/**
 * The environment of three families, of which the first is the default; every call to one of them
 * goes to its address.
 */
export function families(urls: Parameters<typeof threeModels>[0]) {
  const file = join(temporaryFolder(), 'models.yaml');
  writeFileSync(file, threeModels(urls));
  return { ...HERE, CHARRETTE_MODELS: file, ...KEYS };
}

/** A run file as it is fixed before a run of these arms. */
export function runFileOf(
  questions: readonly string[],
  arms: readonly Arm[] = ALL_ARMS,
  epochs = 1,
): RunFile {
  const models = Object.fromEntries(arms.map((arm) => [arm, { alone: 'scripted' }]));
  const asked = { epochs, find: 20, models, questions: [...questions] };
  return {
    ...{ script: null, seed: 'a test', drawn: 'as here', leftOut: [], usdEach: 1, isAnyway: false },
    ...{ ...asked, power: 'It finds 20 points.', rule: ruleOf(asked) },
  };
}

export function answerRow(
  question: string,
  arm: Arm,
  right: boolean | number,
  more: Partial<AnswerRow> = {},
): AnswerRow {
  const isRight = Boolean(right);
  return {
    ...{
      type: 'answer',
      question,
      arm,
      epoch: 1,
      kind: 'plain',
      repository: question.split(' ')[0] ?? '',
    },
    ...{
      score: { letter: 'A', isRight, avoidsTrap: isRight, facts: 1 },
      isReady: true,
    },
    ...{ costUsd: 1, minutes: 1, calls: 3, designId: '', decision: null, failure: '' },
    ...more,
  };
}
