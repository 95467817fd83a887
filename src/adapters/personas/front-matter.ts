import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Problem } from './problem.ts';
import type { PersonaFile } from './read-files.ts';

/** The front matter is a dozen short lines. Nesting deep enough to harm the parser does not fit. */
const FRONT_MATTER_CHARACTERS = 4_096;
const FENCE = '---';

interface Field {
  readonly value: unknown;
  readonly line: number;
}
export interface FrontMatter {
  readonly fields: ReadonlyMap<string, Field>;
  readonly body: string;
  /** The body's first line in the file, from 1. */
  readonly bodyLine: number;
}
type Parsed = { readonly frontMatter: FrontMatter } | { readonly problems: readonly Problem[] };

/** Values are as YAML reads them. */
export function parseFrontMatter({ file, text }: PersonaFile): Parsed {
  const problem = (line: number, reason: string): Parsed => ({ problems: [{ file, line, reason }] });
  const lines = text.split('\n');
  if (lines[0]?.trimEnd() !== FENCE) {
    return problem(1, 'has no front-matter: the first line must be ---, followed by fields');
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === FENCE);
  if (end === -1) return problem(1, 'the front-matter that begins here is never closed by a line with ---');
  const yaml = lines.slice(1, end).join('\n');
  if (yaml.length > FRONT_MATTER_CHARACTERS) {
    return problem(1, `the front-matter is longer than ${FRONT_MATTER_CHARACTERS} characters`);
  }
  const read = parseFields(yaml);
  if ('faults' in read) return { problems: read.faults.map((fault) => ({ file, ...fault })) };
  const body = lines.slice(end + 1).join('\n');
  return { frontMatter: { fields: read.fields, body, bodyLine: end + 2 } };
}

type Faults = { readonly faults: readonly Omit<Problem, 'file'>[] };

/** The YAML begins in line 2 of its file. */
function parseFields(yaml: string): { readonly fields: ReadonlyMap<string, Field> } | Faults {
  const lineCounter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter, prettyErrors: false, stringKeys: true });
  const lineAt = (offset: number | undefined): number => lineCounter.linePos(offset ?? 0).line + 1;

  const faults = [...document.errors, ...document.warnings].map((error) => ({
    line: lineAt(error.pos[0]),
    reason: `the front-matter is not valid YAML: ${error.message}`,
  }));
  visit(document, {
    Alias(_key, alias) {
      faults.push({
        line: lineAt(alias.range?.[0]),
        reason: 'aliases (* and &) are not supported: write the value out',
      });
    },
  });
  if (faults.length > 0) return { faults };
  if (!isMap(document.contents)) {
    return {
      faults: [{ line: 2, reason: 'the front-matter must be a list of fields, one `name: value` per line' }],
    };
  }
  const fields = new Map<string, Field>();
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key)) continue;
    const plain: unknown = isNode(value) ? value.toJS(document) : null;
    fields.set(String(key.value), { value: plain, line: lineAt(key.range?.[0]) });
  }
  return { fields };
}
