import { readFileSync, statSync } from 'node:fs';
import {
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { errorCode, Fault } from '../../foundation/fault.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { toEntry } from './entry.ts';
import { FamilyId, FamilyTitle, MODEL_NAME, WrittenModel } from './schema.ts';

const FILE_BYTES = 256 * 1024;
const MODELS = 500;
const MESSAGE_CHARACTERS = 300;

interface Problem {
  readonly line: number;
  readonly reason: string;
}
type Report = (node: Node | null | undefined, reason: string) => void;

/**
 * `anthropicUrl`: the endpoint of `anthropic` models that name none. Throws `Fault('bad_configuration')` with all problems, one
 * `file:line reason` to a line (A9).
 */
export function loadModels(file: string, anthropicUrl: string): ModelEntry[] {
  const { entries, problems } = checkModels(readText(file), anthropicUrl);
  if (problems.length === 0) return entries;
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const list = problems
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, reason }) => `  ${file}:${line} ${reason}`)
    .join('\n');
  throw new Fault('bad_configuration', `The file of models has ${count}:\n${list}`);
}

function readText(file: string): string {
  try {
    const found = statSync(file);
    if (!found.isFile()) throw badFile(file, 'is not a file');
    if (found.size > FILE_BYTES) throw badFile(file, `is larger than ${FILE_BYTES} bytes`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const code = errorCode(cause);
    throw badFile(file, code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`, cause);
  }
}

function badFile(file: string, why: string, cause?: unknown): Fault {
  return new Fault('bad_configuration', `${file} ${why}. CHARRETTE_MODELS names the file of models.`, cause);
}

export function checkModels(
  text: string,
  anthropicUrl: string,
): { readonly entries: ModelEntry[]; readonly problems: readonly Problem[] } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true });
  const problems: Problem[] = [];
  const add = (offset: number | undefined, reason: string): void => {
    problems.push({ line: lineCounter.linePos(offset ?? 0).line || 1, reason });
  };
  const report: Report = (node, reason) => add(node?.range?.[0], reason);
  for (const { code, pos, message } of [...document.errors, ...document.warnings]) {
    const isTwice = code === 'DUPLICATE_KEY';
    add(
      pos[0],
      isTwice ? 'this name occurs twice' : `is not valid YAML: ${message.slice(0, MESSAGE_CHARACTERS)}`,
    );
  }
  visit(document, {
    Alias: (_key, alias) => report(alias, 'aliases (* and &) are not supported: write the value out'),
  });
  if (problems.length > 0) return { entries: [], problems };
  const root = mapIn(document.contents, ['families', 'models'], report);
  const families = familiesIn(root.get('families') ?? null, report);
  const entries = modelsIn(root.get('models') ?? null, report).flatMap(({ name, node }) => {
    const checked = checkModel(node, name, families, report);
    if (checked === null) return [];
    const entry = toEntry(name, checked, families, anthropicUrl);
    if (typeof entry !== 'string') return [entry];
    report(node, entry);
    return [];
  });
  return { entries, problems };
}

function mapIn(
  root: ParsedNode | null,
  names: readonly string[],
  report: Report,
): ReadonlyMap<string, ParsedNode | null> {
  const parts = new Map<string, ParsedNode | null>();
  if (!isMap(root)) {
    report(root, `must have ${names.join(' and ')}`);
    return parts;
  }
  for (const { key, value } of (root as YAMLMap.Parsed).items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (names.includes(name)) parts.set(name, value);
    else report(key, `unknown part "${name}"; known are ${names.join(', ')}`);
  }
  for (const name of names) if (!parts.has(name)) report(root, `the part "${name}" is missing`);
  return parts;
}

function pairs(node: ParsedNode | null, what: string, report: Report) {
  if (node === null) return [];
  if (!isMap(node)) {
    report(node, `${what} must be a list of names, one \`name: …\` per line`);
    return [];
  }
  return (node as YAMLMap.Parsed).items.map(({ key, value }) => ({
    key,
    name: isScalar(key) ? String(key.value) : '',
    value,
  }));
}

function familiesIn(node: ParsedNode | null, report: Report): ReadonlyMap<string, string> {
  const families = new Map<string, string>();
  for (const { key, name, value } of pairs(node, 'families', report)) {
    const title = FamilyTitle.safeParse(isScalar(value) ? value.value : null);
    if (!FamilyId.test(name))
      report(key, `the family "${name}" must be lower-case letters, digits and hyphens`);
    else if (!title.success)
      report(key, `families.${name}: must be the family’s name as people see it, in at most 40 characters`);
    else families.set(name, title.data);
  }
  return families;
}

function modelsIn(node: ParsedNode | null, report: Report) {
  const models = pairs(node, 'models', report);
  if (models.length > MODELS) report(node, `has ${models.length} models; at most ${MODELS} are allowed`);
  return models.slice(0, MODELS).flatMap(({ key, name, value }) => {
    if (MODEL_NAME.test(name) && isMap(value)) return [{ name, node: value }];
    report(
      key,
      isMap(value)
        ? `the name "${name}" must be one word of at most 100 ASCII letters, digits and signs`
        : `${name} must have fields, at least family, wire and price`,
    );
    return [];
  });
}

function checkModel(
  node: YAMLMap.Parsed,
  name: string,
  families: ReadonlyMap<string, string>,
  report: Report,
): WrittenModel | null {
  const plain: unknown = node.toJSON();
  const { data, error } = WrittenModel.safeParse(plain);
  for (const issue of error?.issues ?? []) {
    const at = issue.path.filter((part) => typeof part !== 'symbol');
    const field = [name, ...at].join('.');
    const place = node.getIn(at, true) as Node | undefined;
    if (issue.code === 'unrecognized_keys') {
      const known = at.length === 0 ? `; known are ${Object.keys(WrittenModel.shape).join(', ')}` : '';
      report(place ?? node, `${field}: unknown field "${issue.keys.join('", "')}"${known}`);
    } else
      report(
        place ?? node,
        `${field}: ${place === undefined ? `is missing, ${issue.message}` : issue.message}`,
      );
  }
  if (data === undefined) return null;
  if (families.has(data.family)) return data;
  const known = [...families.keys()].join(', ') || 'none';
  report(node.get('family', true), `${name}.family: unknown family "${data.family}"; known are ${known}`);
  return null;
}
