import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foundBy, mostByChance, outBy, READERS } from '../../eval/worth/blind.ts';
import { drawQuestions, KINDS, OPEN_SEED, type Question, readSheets } from '../../eval/worth/question.ts';

const ROOT = join(import.meta.dirname, '../..');
const SHEETS = await readSheets(join(ROOT, 'eval/questions'));
const SCENES = SHEETS.flatMap(({ scenes }) => scenes);
const OPEN = drawQuestions(SHEETS, OPEN_SEED);
const SEEDS = Array.from({ length: 200 }, (_, index) => `seed ${index}`);
const DRAWS = SEEDS.map((seed) => drawQuestions(SHEETS, seed));

const ofKind = (questions: readonly Question[], kind: string) =>
  questions.filter((each) => each.kind === kind);
const ALL = DRAWS.flat();

test('there are 60 scenes in a dozen repositories, of every kind, and a note is as often right as wrong', () => {
  expect([SHEETS.length, SCENES.length, new Set(SCENES.map(({ id }) => id)).size]).toEqual([12, 60, 60]);
  expect(KINDS.map((kind) => ofKind(OPEN, kind).length)).toEqual([9, 12, 12, 9, 18]);
});

test('each of the two facts lies in the region of another persona that exists', async () => {
  const personas = (await readdir(join(ROOT, 'personas'))).map((name) => name.replace('.md', ''));
  for (const { id, facts } of SCENES) {
    expect(new Set(facts.map(({ by }) => by)).size, id).toBe(2);
    for (const { by } of facts) expect(personas, id).toContain(by);
  }
});

test('what a text says in one world tells it from the other, and no two texts of a repository share a file', () => {
  for (const {
    scenes,
    package: { name },
  } of SHEETS) {
    const texts = scenes.flatMap(({ note, facts }) => [...(note === undefined ? [] : [note]), ...facts]);
    expect(new Set(texts.map(({ path }) => path)).size, name).toBe(texts.length);
    for (const {
      path,
      says: [one, other],
    } of texts)
      expect(one.includes(other) || other.includes(one), path).toBe(false);
  }
});

test('the options of a question are of one length, give or take four characters', () => {
  for (const { id, options } of OPEN) {
    const lengths = Object.values(options).map(({ length }) => length);
    expect(Math.max(...lengths) - Math.min(...lengths), id).toBeLessThanOrEqual(4);
  }
});

test('topic, context and options are the same in every world, so they cannot tell which one holds', () => {
  const shown = (questions: readonly Question[]) =>
    questions.map(({ id, topic, context, options }) => ({
      id,
      topic,
      context,
      options: Object.values(options).toSorted(),
    }));
  for (const questions of DRAWS.slice(0, 20)) expect(shown(questions)).toEqual(shown(OPEN));
  const rights = (id: string) =>
    new Set(
      DRAWS.map((questions) => questions.find((each) => each.id === id)).map(
        (each) => each?.options[each.key.right],
      ),
    );
  for (const { id } of OPEN) expect(rights(id).size, id).toBe(4);
});

test('no letter of the open set is right more often than another, and no letter of a trap is right', () => {
  for (const letter of ['A', 'B', 'C', 'D'])
    expect(OPEN.filter(({ key }) => key.right === letter)).toHaveLength(15);
  for (const { key, kind } of OPEN) {
    expect(key.trap).not.toContain(key.right);
    expect(key.trap).toHaveLength(kind === 'trap' || kind === 'bait' ? 2 : 0);
  }
});

test.for(Object.keys(READERS))('in the open set %s finds no more than 97.5 % of guessers', (name) => {
  const found = foundBy(READERS[name] ?? (() => ''), OPEN);
  expect(found.length).toBeLessThanOrEqual(mostByChance(OPEN.length));
});

test.for(Object.keys(READERS))('over 200 seeds %s finds one in four, and of each kind too', (name) => {
  const found = foundBy(READERS[name] ?? (() => ''), ALL);
  // Four standard errors: of 200 draws of 60, and of 200 draws of 9.
  expect(Math.abs(found.length / ALL.length - 0.25)).toBeLessThan(0.016);
  for (const kind of KINDS)
    expect(Math.abs(ofKind(found, kind).length / ofKind(ALL, kind).length - 0.25), kind).toBeLessThan(0.041);
});

test('what a guesser finds at most agrees with the binomial distribution', () => {
  // P(X > 22) of 60 at 1/4 is 1.6 %, P(X > 21) is 3.0 %.
  expect([mostByChance(0), mostByChance(1), mostByChance(60)]).toEqual([0, 1, 22]);
});

test('questions are out where a reader finds more of a kind than a guesser would, and only those', () => {
  const traps = ofKind(OPEN, 'trap');
  expect(outBy(traps.slice(0, 5), OPEN)).toEqual([]);
  expect(outBy([...traps.slice(0, 6), ...ofKind(OPEN, 'plain').slice(0, 3)], OPEN)).toEqual(
    traps.slice(0, 6),
  );
});
