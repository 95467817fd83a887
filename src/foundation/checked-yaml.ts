import { createRequire } from 'node:module';
import type * as yaml from 'yaml';
import * as z from 'zod';
import { type Kept, keyOf } from './checked-before.ts';
import { cutText } from './cut-text.ts';

const load = createRequire(import.meta.url);
let parser: typeof yaml | undefined;
/** Not needed for a text that is kept. */
const loadYaml = (): typeof yaml => (parser ??= load('yaml'));

const MESSAGE_CHARACTERS = 300;

/** A problem in a file. `reason` also says what to do. */
export interface LineProblem {
  /** From 1; also 1 for a whole file or folder. */
  readonly line: number;
  readonly reason: string;
}

/** An object in a file that people write. Refuses unknown fields, and names the known ones. */
export function fieldsOf<Shape extends z.ZodRawShape>(shape: Shape) {
  const message = `known are ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? message
        : 'must be a list of fields, one `name: value` per line',
  });
}

interface CheckedYaml<Value> {
  /** Absent if there is a problem. */
  readonly data?: Value | undefined;
  readonly problems: LineProblem[];
  /** The values as YAML reads them. */
  readonly given: unknown;
  /** Line of the innermost field on this path that the text has. */
  readonly lineOf: (...path: PropertyKey[]) => number;
}

interface ParseOptions {
  /** Line of its file in which the text begins. */
  readonly firstLine?: number;
  /** Values that valid texts had at earlier starts. */
  readonly kept?: Kept | undefined;
}

/** To compile a schema for values that are checked once takes longer than to check them. */
const NOT_COMPILED = { jitless: true };

/** Checks YAML by a schema, whose messages follow a field's name. */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  { firstLine = 1, kept = new Map() }: ParseOptions = {},
): CheckedYaml<z.output<Schema>> {
  const key = keyOf(import.meta.filename, text);
  const given = kept.get(key);
  const data = given === undefined ? given : schema.safeParse(given, NOT_COMPILED).data;
  const parsing = () => parseText(text, schema, firstLine);
  if (data !== undefined)
    return { data, problems: [], given, lineOf: (...path) => parsing().lineOf(...path) };
  const parsed = parsing();
  if (parsed.problems.length === 0) kept.set(key, parsed.given);
  return parsed;
}

function parseText<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  firstLine: number,
): CheckedYaml<z.output<Schema>> {
  const { isScalar, LineCounter, parseDocument, visit } = loadYaml();
  const lineCounter = new LineCounter();
  // Names that occur twice are found below: the parser compares each with all others.
  const options = { lineCounter, prettyErrors: false, stringKeys: true, uniqueKeys: false };
  const document = parseDocument(text, options);
  const lineAt = (offset: number): number =>
    (lineCounter.linePos(offset).line || 1) + firstLine - 1;
  const fieldAt = (path: readonly PropertyKey[]) => {
    const there = listFieldsOn(document.contents, path);
    return { line: lineAt(there.at(-1) ?? 0), isThere: there.length === path.length };
  };
  const lineOf = (...path: PropertyKey[]): number => fieldAt(path).line;
  const problems = [...document.errors, ...document.warnings].map(
    ({ pos, message }): LineProblem => {
      return {
        line: lineAt(pos[0]),
        reason: `is not valid YAML: ${cutText(message, MESSAGE_CHARACTERS)}`,
      };
    },
  );
  visit(document, {
    Map: (_key, { items }) => {
      const names = new Set<unknown>();
      for (const { key } of items) {
        // Others are an error by themselves, and to write one out can take for ever.
        if (!isScalar(key)) continue;
        if (names.has(key.value))
          problems.push({ line: lineAt(key.range?.[0] ?? 0), reason: 'this name occurs twice' });
        names.add(key.value);
      }
    },
    Alias: (_key, { range }) => {
      const reason = 'aliases (* and &) are not supported: write the value out';
      problems.push({ line: lineAt(range?.[0] ?? 0), reason });
    },
  });
  if (problems.length > 0) return { problems, given: null, lineOf };
  const content: unknown = document.toJS();
  const { data, error } = schema.safeParse(content, NOT_COMPILED);
  for (const issue of error?.issues ?? []) {
    const { path, message } = issue;
    const prefix = path.length === 0 ? '' : `${path.join('.')}: `;
    const { line, isThere } = fieldAt(path);
    for (const key of issue.code === 'unrecognized_keys' ? issue.keys : [])
      problems.push({
        line: lineOf(...path, key),
        reason: `${prefix}unknown field "${key}"; ${message}`,
      });
    if (issue.code === 'unrecognized_keys') continue;
    const words = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? message) : message;
    problems.push({ line, reason: `${prefix}${isThere ? '' : 'is missing, '}${words}` });
  }
  return { data, problems, given: content, lineOf };
}

type Fields = yaml.YAMLMap<yaml.Node>;
type Field = yaml.Pair<yaml.Node, unknown>;

const FIELDS = new WeakMap<Fields, Map<string, Field>>();

function findField(map: Fields, name: PropertyKey): Field | undefined {
  const { isScalar } = loadYaml();
  const fields = FIELDS.getOrInsertComputed(
    map,
    () =>
      new Map(map.items.map((item) => [isScalar(item.key) ? String(item.key.value) : '', item])),
  );
  return fields.get(String(name));
}

/**
 * Offsets of the fields on a path, as far as there are any. An entry of a list is where its list
 * is.
 */
function listFieldsOn(root: unknown, path: readonly PropertyKey[]): number[] {
  const { isMap } = loadYaml();
  const offsets: number[] = [];
  let node = root;
  for (const name of path) {
    const field = isMap<yaml.Node>(node) ? findField(node, name) : undefined;
    if (field === undefined && isMap(node)) break;
    offsets.push(field?.key.range?.[0] ?? offsets.at(-1) ?? 0);
    node = field?.value;
  }
  return offsets;
}
