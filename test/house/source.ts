import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { parse } from '@babel/parser';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** All source files below the given folders of the project. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
      .map((entry) => {
        const full = join(entry.parentPath, entry.name);
        const text = readFileSync(full, 'utf8');
        return { path: relative(ROOT, full).split(sep).join('/'), text, lines: text.split('\n') };
      }),
  );
}

/** Every node of the file's syntax tree, outermost first. */
export function* nodes(file: SourceFile): Generator<SyntaxNode> {
  yield* nodesBelow(parse(file.text, { sourceType: 'module', plugins: ['typescript', 'estree'] }).program);
}

/** Every node at or below this one. */
export function* nodesBelow(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesBelow(item);
  } else if (isNode(value)) {
    yield value;
    for (const field of Object.values(value)) yield* nodesBelow(field);
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

export function lineOf(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}

export interface Import {
  readonly from: string;
  /** Relative to the project for the project's own files, else the package's name as written. */
  readonly to: string;
  readonly line: number;
}

/** Static and dynamic imports, types included: an arrow is an arrow. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  for (const node of nodes(file)) {
    const source = node.source;
    const imports = [
      'ImportDeclaration',
      'ExportNamedDeclaration',
      'ExportAllDeclaration',
      'ImportExpression',
    ];
    if (!imports.includes(node.type) || !isNode(source) || typeof source.value !== 'string') continue;
    const target = source.value;
    const to = target.startsWith('.')
      ? relative(ROOT, resolve(ROOT, file.path, '..', target))
          .split(sep)
          .join('/')
      : target;
    found.push({ from: file.path, to, line: lineOf(file, node.start) });
  }
  return found;
}
