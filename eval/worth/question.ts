import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { random } from './statistics.ts';

/**
 * Kinds of questions: a record that lies, two facts that decide only together, a request that is
 * best declined or asked about first, an opinion that pulls the wrong way, and nothing of the kind.
 */
export const KINDS = ['trap', 'hidden_profile', 'null', 'bait', 'plain'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * The seed of the open set. Whoever measures keeps another one to themselves for a set that nobody
 * has seen.
 */
export const OPEN_SEED = 'open';

const LETTERS = ['A', 'B', 'C', 'D'] as const;
const Path = z.string().regex(/^[\w.-]+(?:\/[\w.-]+)*$/);
const Line = z.string().regex(/^\S.{2,}$/);
const Pair = z.tuple([Line, Line]);

/** A text planted in the repository: `{}` stands for what it says in this world. */
const Planted = z.strictObject({ text: z.string().includes('{}').default('{}\n'), says: Pair });
/** A deciding one stands in a file of the package that is drawn, in the region of a persona. */
const Fact = Planted.extend({ by: z.string() });

const Scene = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,40}$/),
  /** `record` and `opinion` have a note, which lies in half of the draws. */
  sort: z.enum(['record', 'opinion', 'hidden_profile', 'null']),
  topic: z.string().min(20),
  /**
   * The two halves of each option, the first decided by the first fact; or all four: 00, 01,
   * 10, 11.
   */
  options: z.union([z.tuple([Pair, Pair]), z.tuple([Line, Line, Line, Line])]),
  /** What everybody meets first. It speaks of what the first fact decides. */
  note: Planted.extend({ path: Path }).optional(),
  facts: z.tuple([Fact, Fact]),
  because: z.string().min(20),
});
type Scene = z.infer<typeof Scene>;

/** Published versions of one package, oldest first, each with the integrity of its tarball. */
const Package = z.strictObject({
  name: z.string().regex(/^[a-z0-9.-]+$/),
  versions: z.record(z.string().regex(/^\d+\.\d+\.\d+$/), z.string().startsWith('sha512-')),
});
export type Package = z.infer<typeof Package>;

const Sheet = z.strictObject({
  package: Package,
  about: z.string().min(20),
  scenes: z.array(Scene).min(1),
});
export type Sheet = z.infer<typeof Sheet>;

/** A scene in one of its four worlds. Only `planted` and `key` differ between worlds. */
export interface Question {
  readonly id: string;
  readonly kind: Kind;
  readonly package: Package;
  readonly topic: string;
  readonly context: readonly { readonly name: string; readonly text: string }[];
  readonly options: Readonly<Record<string, string>>;
  readonly planted: readonly {
    /** `null`: a file of the package, by `at`. */
    readonly path: string | null;
    readonly text: string;
    /**
     * The version that it comes with, which of the package's files it stands in, and where in it:
     * all from 0 to 1.
     */
    readonly age: number;
    readonly at: number;
    readonly depth: number;
  }[];
  readonly key: {
    readonly right: string;
    /** Letters that follow a note that lies; none where there is none. */
    readonly trap: readonly string[];
    readonly evidence: readonly { readonly line: string; readonly by: string }[];
    readonly because: string;
  };
}

/** The topic as every arm is given it: the answer has to be readable by code. */
export function topicOf({ topic, options }: Pick<Question, 'topic' | 'options'>): string {
  const lines = Object.entries(options).map(([letter, words]) => `${letter}: ${words}`);
  return `${topic.trim()}\n\n${lines.join('\n')}\n\nBegin the sentence of the decision with the letter of what it chooses and a colon.`;
}

/** Reads the scenes of a folder, a file for each package. Throws on the first fault. */
export async function readSheets(folder: string): Promise<Sheet[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted();
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return files.map((text) => Sheet.parse(parse(text)));
}

/**
 * Draws a world, letters and the truth of its note for each scene. Options and topic are the same
 * in all worlds and each world is as likely, so whoever has not read the repository finds one right
 * answer in four, whatever they look at.
 */
export function drawQuestions(sheets: readonly Sheet[], seed: string): Question[] {
  const next = random(createHash('sha256').update(seed).digest().readUInt32BE(0));
  const scenes = sheets.flatMap((sheet) => sheet.scenes.map((scene) => ({ sheet, scene })));
  const letters = dealt(scenes.length, LETTERS, next);
  const drawn = [...Map.groupBy(scenes, ({ scene }) => scene.sort).values()].flatMap((same) => {
    const worlds = dealt(same.length, [0, 1, 2, 3], next);
    const lies = dealt(same.length, [true, false], next);
    return same.map((each, index) => ({
      ...each,
      world: worlds[index] ?? 0,
      lies: lies[index] ?? false,
    }));
  });
  return drawn.map((each, index) => questionOf(each, letters[index] ?? 'A', next));
}

/**
 * Returns as many of each value as of every other, as far as the count allows, in a drawn order.
 */
function dealt<Value>(count: number, values: readonly Value[], next: () => number): Value[] {
  const from = shuffled(values, next);
  return shuffled(
    Array.from({ length: count }, (_, index) => from[index % from.length]).filter(
      (value) => value !== undefined,
    ),
    next,
  );
}

function shuffled<Value>(values: readonly Value[], next: () => number): Value[] {
  return values
    .map((value) => ({ value, place: next() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ value }) => value);
}

interface Drawn {
  readonly sheet: Sheet;
  readonly scene: Scene;
  readonly world: number;
  readonly lies: boolean;
}

function questionOf(
  { sheet, scene, world, lies }: Drawn,
  right: string,
  next: () => number,
): Question {
  const truth = [world >> 1, world & 1] as const;
  const claimed = lies ? 1 - truth[0] : truth[0];
  const rest = shuffled(
    [0, 1, 2, 3].filter((each) => each !== world),
    next,
  );
  const worlds = LETTERS.map((letter) => (letter === right ? world : (rest.pop() ?? world)));
  const { note, facts } = scene;
  return {
    id: scene.id,
    kind:
      note === undefined
        ? kindWithoutNote(scene)
        : lies
          ? scene.sort === 'record'
            ? 'trap'
            : 'bait'
          : 'plain',
    package: sheet.package,
    topic: scene.topic,
    context: [{ name: 'about the repository', text: sheet.about }],
    options: Object.fromEntries(
      worlds.map((each, index) => [LETTERS[index], optionIn(scene, each)]),
    ),
    planted: [
      ...(note === undefined
        ? []
        : [{ path: note.path, text: filled(note, claimed), age: next() / 3, at: 0, depth: 0 }]),
      ...facts.map((fact, index) => ({
        ...{ path: null, text: filled(fact, truth[index] ?? 0) },
        ...{ age: (1 + next()) / 2, at: next(), depth: next() },
      })),
    ],
    key: {
      right,
      trap:
        note === undefined || !lies
          ? []
          : LETTERS.filter((_, index) => (worlds[index] ?? 0) >> 1 === claimed),
      evidence: facts.map(({ says, by }, index) => ({ line: says[truth[index] ?? 0] ?? '', by })),
      because: scene.because,
    },
  };
}

function kindWithoutNote({ id, sort }: Scene): Kind {
  if (sort === 'record' || sort === 'opinion')
    throw new Error(`${id}: a scene of this sort needs a note`);
  return sort;
}

function optionIn({ options }: Scene, world: number): string {
  if (options.length === 4) return options[world] ?? '';
  const [first, second] = options;
  return `${first[world >> 1]}, ${second[world & 1]}`;
}

function filled({ text, says }: z.infer<typeof Planted>, value: number): string {
  return text.replace('{}', says[value] ?? '');
}
