import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foundBy, mostByChance, READERS } from '../../eval/worth/blind.ts';
import {
  drawQuestions,
  KINDS,
  OPEN_SEED,
  type Question,
  readSheets,
} from '../../eval/worth/question.ts';

const ROOT = join(import.meta.dirname, '../..');
const SHEETS = await readSheets(join(ROOT, 'eval/questions'));
const SCENES = SHEETS.flatMap(({ scenes }) => scenes);
const OPEN = drawQuestions(SHEETS, OPEN_SEED);
const SEEDS = Array.from({ length: 60 }, (_, index) => `seed ${index}`);
const DRAWS = SEEDS.map((seed) => drawQuestions(SHEETS, seed));

const ofKind = (questions: readonly Question[], kind: string) =>
  questions.filter((each) => each.kind === kind);
const ALL = DRAWS.flat();

test('the 60 scenes are of every kind, in a dozen repositories, with notes as often right as wrong', () => {
  expect([SHEETS.length, SCENES.length, new Set(SCENES.map(({ id }) => id)).size]).toEqual([
    12, 60, 60,
  ]);
  expect(KINDS.map((kind) => ofKind(OPEN, kind).length)).toEqual([9, 12, 12, 9, 18]);
});

test('each of the two facts lies in the region of another persona that exists', async () => {
  const personas = (await readdir(join(ROOT, 'personas'))).map((name) => name.replace('.md', ''));
  for (const { id, facts } of SCENES) {
    expect(new Set(facts.map(({ by }) => by)).size, id).toBe(2);
    for (const { by } of facts) expect(personas, id).toContain(by);
  }
});

test('a text tells its world from the other, and no two notes of a repository share a file', () => {
  for (const {
    scenes,
    package: { name },
  } of SHEETS) {
    const notes = scenes.flatMap(({ note }) => note?.path ?? []);
    expect(new Set(notes).size, name).toBe(notes.length);
    for (const {
      says: [one, other],
    } of scenes.flatMap(({ note, facts }) => [...(note === undefined ? [] : [note]), ...facts]))
      expect(one.includes(other) || other.includes(one), one).toBe(false);
  }
});

/** Facts as they are planted, in both of their values. */
const FACTS = SCENES.flatMap((scene) =>
  scene.facts.map(({ text, says }) => ({
    scene,
    both: says.map((each) => text.replace('{}', each)),
  })),
);

/** Expressions that somebody would try who looks for facts and not for a subject. */
const CLASSES: Readonly<Record<string, RegExp>> = {
  'a year': /\b(?:19|20)\d\d\b/,
  'a month':
    /\b(?:January|February|March|April|June|July|August|September|October|November|December)\b/,
  'a heading': /^#/m,
  'a label': /^[A-Z][\w ]*: /m,
  'a person': /\b(?:we|our|us)\b/i,
  since: /\bsince\b/i,
  'a trial': /\b(?:trial|tried|test|bench|measured|survey|compared)\b/i,
  'an authority':
    /\b(?:treaty|contract|law|licence|rule|letter|agreement|court|charter|code|ruling)\b/i,
  'a large number': /\d,\d{3}\b/,
  'a unit': /\b\d[\d.]* ?(?:ms|s|min|hours|GB|MB|kB|%)(?![\w])/,
};

test.for(Object.keys(CLASSES))(
  'no more than three facts in ten are found by looking for %s',
  (name) => {
    const isFound = (text: string) => CLASSES[name]?.test(text) ?? false;
    const found = FACTS.filter(({ both }) => both.some(isFound));
    expect(found.length / FACTS.length).toBeLessThanOrEqual(0.3);
  },
);

test('a fact is found by its subject: it has a word of its topic or of its options', () => {
  for (const { scene, both } of FACTS) {
    const asked = wordsOf([scene.topic, ...scene.options.flat()].join(' '));
    for (const text of both)
      expect(
        wordsOf(text).filter((word) => asked.includes(word)),
        text,
      ).not.toEqual([]);
  }
});

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? [])
    .filter((word) => !COMMON.includes(word))
    .map((word) => word.replace(/s$/, ''));
}
const COMMON =
  'that they them their with from have what which this take each than where when only more also been'.split(
    ' ',
  );

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

test('in the open set no reader finds more than so many guessers together do', () => {
  const found = Object.values(READERS).map((reader) => foundBy(reader, OPEN).length);
  expect(Math.max(...found)).toBeLessThanOrEqual(mostByChance(OPEN.length, found.length));
});

test.for(Object.keys(READERS))(
  'over 60 seeds %s finds one in four, and of each kind too',
  (name) => {
    const found = foundBy(READERS[name] ?? (() => ''), ALL);
    // Four standard errors: of 60 draws of 60, and of 60 draws of 9.
    expect(Math.abs(found.length / ALL.length - 0.25)).toBeLessThan(0.029);
    for (const kind of KINDS)
      expect(
        Math.abs(ofKind(found, kind).length / ofKind(ALL, kind).length - 0.25),
        kind,
      ).toBeLessThan(0.075);
  },
);
