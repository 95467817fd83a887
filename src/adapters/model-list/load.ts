import { readFileSync, statSync } from 'node:fs';
import type { Kept } from '../../foundation/checked-before.ts';
import { type LineProblem, parseYaml } from '../../foundation/checked-yaml.ts';
import { errorCodeOf, Fault } from '../../foundation/fault.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { makeEntry } from './entry.ts';
import { ModelsFile } from './schema.ts';

export const MODELS_FILE_BYTES = 32 * 1024;

/**
 * `anthropicUrl`: the endpoint of `anthropic` models that name none. Throws
 * `Fault('bad_configuration')` with all problems, one `file:line reason` to a line. `kept`: results
 * of earlier starts.
 */
export function loadModels(file: string, anthropicUrl: string, kept?: Kept): ModelEntry[] {
  const { entries, problems } = checkModels(readText(file), anthropicUrl, kept);
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
    const stats = statSync(file);
    if (!stats.isFile()) throw badFile(file, 'is not a file');
    if (stats.size > MODELS_FILE_BYTES)
      throw badFile(file, `is larger than ${MODELS_FILE_BYTES} bytes`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const code = errorCodeOf(cause);
    throw badFile(file, code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`, cause);
  }
}

function badFile(file: string, why: string, cause?: unknown): Fault {
  return new Fault(
    'bad_configuration',
    `${file} ${why}. CHARRETTE_MODELS names the file of models.`,
    cause,
  );
}

export function checkModels(
  text: string,
  anthropicUrl: string,
  kept?: Kept,
): { readonly entries: ModelEntry[]; readonly problems: readonly LineProblem[] } {
  const { data, problems, lineOf } = parseYaml(text, ModelsFile, { kept });
  const { families = {}, models = {} } = data ?? {};
  const entries = Object.entries(models).flatMap(([name, written]) => {
    const entry = makeEntry(name, written, families, anthropicUrl);
    if (typeof entry !== 'string') return [entry];
    problems.push({ line: lineOf('models', name), reason: `models.${name}: ${entry}` });
    return [];
  });
  return { entries, problems };
}
