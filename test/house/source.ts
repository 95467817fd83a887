import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';
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

/** All source files below the given folders of the project, without those of installed packages. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
      .filter(({ parentPath }) => !parentPath.includes('node_modules'))
      .map((entry) => {
        const full = join(entry.parentPath, entry.name);
        const text = readFileSync(full, 'utf8');
        return { path: relative(ROOT, full).split(sep).join('/'), text, lines: text.split('\n') };
      }),
  );
}

interface Parsed {
  readonly statements: readonly SyntaxNode[];
  readonly comments: readonly Passage[];
  nodes?: readonly SyntaxNode[];
}

const parsed = new Map<string, Parsed>();

/** A file is parsed once. */
function parsedFile({ path, text }: SourceFile): Parsed {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const { program, comments } = parse(text, {
    sourceType: 'module',
    plugins: ['typescript', 'estree'],
  });
  const passages = (comments ?? []).map(({ value, loc }) => ({
    path,
    line: loc?.start.line ?? 0,
    text: value,
  }));
  const statements: unknown = program.body;
  const made = { statements: statements as SyntaxNode[], comments: passages };
  parsed.set(path, made);
  return made;
}

/** Every node of the file's syntax tree, outermost first. */
export function nodes(file: SourceFile): readonly SyntaxNode[] {
  const its = parsedFile(file);
  its.nodes ??= nodesBelow(its.statements);
  return its.nodes;
}

/** The file's own statements, without what is in them. */
export function statementsOf(file: SourceFile): readonly SyntaxNode[] {
  return parsedFile(file).statements;
}

/** The comments of a file. */
export function commentsOf(file: SourceFile): readonly Passage[] {
  return parsedFile(file).comments;
}

/** Every node at or below this one. */
export function nodesBelow(root: unknown): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
    } else if (isNode(value)) {
      found.push(value);
      for (const field in value) {
        const below = value[field];
        if (typeof below === 'object' && field !== 'loc') visit(below);
      }
    }
  };
  visit(root);
  return found;
}

export function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}

export function lineOf(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}

export interface Import {
  readonly from: string;
  /** Relative to the project for the project's own files, else the package's name as written. */
  readonly to: string;
  readonly line: number;
  /**
   * Whether who loads the file loads this as well: not what is imported for its types, or later.
   */
  readonly isLoaded: boolean;
  /** Named in a list, and loaded only by the one who needs it. */
  readonly isDeferred: boolean;
}

/** The file that an import leads to, relative to the project; a package as it is written. */
export function targetOf(from: string, written: string): string {
  if (written.startsWith('.')) return posix.join(from, '..', written);
  if (!written.startsWith('#')) return written;
  return written.startsWith('#test/') ? written.slice(1) : `src/${written.slice(1)}`;
}

/** How a file imports another one: by its floor where it would climb three folders or more. */
export function writtenFrom(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  if (path.startsWith('../../../') && /^(?:src|test)\//.test(to))
    return `#${to.replace(/^src\//, '')}`;
  return path.startsWith('.') ? path : `./${path}`;
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
    if (!imports.includes(node.type) || !isNode(source) || typeof source.value !== 'string')
      continue;
    const to = targetOf(file.path, source.value);
    const kind = node.importKind ?? node.exportKind ?? 'value';
    const isDeferred = node.type === 'ImportExpression';
    const isLoaded = kind === 'value' && !isDeferred;
    found.push({ from: file.path, to, line: lineOf(file, node.start), isLoaded, isDeferred });
  }
  return found;
}

/** What is loaded with a file: files of the project and packages. */
export function loadedWith(
  sources: ReadonlyMap<string, SourceFile>,
  path: string,
  known = new Set<string>(),
): Set<string> {
  if (known.has(path)) return known;
  known.add(path);
  const file = sources.get(path);
  for (const { to, isLoaded } of file === undefined ? [] : importsOf(file)) {
    if (isLoaded) loadedWith(sources, to, known);
  }
  return known;
}

export interface Passage {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/**
 * The names that a file gives to its tests and to groups of them; of a template, what precedes its
 * first value.
 */
export function testTitlesOf(file: SourceFile): Passage[] {
  const found: Passage[] = [];
  for (const node of nodes(file)) {
    if (node.type !== 'CallExpression' || !/^(?:test|it|describe)/.test(nameCalled(node))) continue;
    const [title] = node.arguments as SyntaxNode[];
    const text = title === undefined ? null : openingText(title);
    if (text !== null) found.push({ path: file.path, line: lineOf(file, node.start), text });
  }
  return found;
}

/** `test` for `test(…)`, `test.each(…)(…)` and the like; empty where what is called has no name. */
function nameCalled(node: SyntaxNode): string {
  let callee = node.callee;
  while (isNode(callee) && callee.type !== 'Identifier') {
    callee = callee.type === 'MemberExpression' ? callee.object : callee.callee;
  }
  return isNode(callee) ? String(callee.name) : '';
}

function openingText(node: SyntaxNode): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral') return null;
  const [first] = node.quasis as { readonly value: { readonly cooked?: string } }[];
  return first?.value.cooked ?? null;
}
