import { isNode, lineOf, nodes, type SourceFile, type SyntaxNode } from '../house/source.ts';

/** A place in a file, and what stands there after the mistake. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

const OPERATORS: Readonly<Record<string, { readonly kind: string; readonly other: string }>> = {
  '<': { kind: 'bound', other: '<=' },
  '<=': { kind: 'bound', other: '<' },
  '>': { kind: 'bound', other: '>=' },
  '>=': { kind: 'bound', other: '>' },
  '===': { kind: 'equality', other: '!==' },
  '!==': { kind: 'equality', other: '===' },
  '&&': { kind: 'and, or', other: '||' },
  '||': { kind: 'and, or', other: '&&' },
  '-': { kind: 'arithmetic', other: '+' },
  '+': { kind: 'arithmetic', other: '-' },
};
const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  find: 'findLast',
  findLast: 'find',
};
/**
 * These stand around values; everything else that begins with `TS` is a type, which nothing runs.
 */
const AROUND_VALUES = ['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'];

/** Where a mistake can be made in a file, one for each place and kind. */
export function placesOf(file: SourceFile): Place[] {
  const all = nodes(file);
  const types = all.filter(({ type }) => type.startsWith('TS') && !AROUND_VALUES.includes(type));
  const isInType = ({ start, end }: SyntaxNode) =>
    types.some((type) => type.start <= start && end <= type.end);
  return all.filter((node) => !isInType(node)).flatMap((node) => mistakesAt(file, node));
}

function mistakesAt(file: SourceFile, node: SyntaxNode): Place[] {
  const place = (kind: string, start: number, end: number, replacement: string): Place[] => [
    { path: file.path, line: lineOf(file, start), kind, start, end, replacement },
  ];
  const textOf = (part: SyntaxNode) => file.text.slice(part.start, part.end);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const { left, right, operator } = node;
      const known = OPERATORS[String(operator)];
      if (known === undefined || !isNode(left) || !isNode(right)) return [];
      const start = file.text.indexOf(String(operator), left.end);
      // A parenthesis or a comment in between may hold the sign as well.
      if (start < 0 || !/^[\s)]*$/.test(file.text.slice(left.end, start))) return [];
      return place(known.kind, start, start + String(operator).length, known.other);
    }
    case 'IfStatement':
    case 'ConditionalExpression': {
      const { test } = node;
      return isNode(test) ? place('condition', test.start, test.end, `!(${textOf(test)})`) : [];
    }
    case 'Literal':
      if (typeof node.value === 'boolean')
        return place('true, false', node.start, node.end, String(!node.value));
      if (typeof node.value === 'number')
        return place('number', node.start, node.end, String(node.value + 1));
      return [];
    case 'CallExpression': {
      const { callee } = node;
      if (!isNode(callee) || callee.type !== 'MemberExpression' || !isNode(callee.property))
        return [];
      const { property } = callee;
      const other = METHODS[textOf(property)];
      return other === undefined ? [] : place('method', property.start, property.end, other);
    }
    // A call for its effect, an assignment, or the end of a function that says no.
    case 'ExpressionStatement':
    case 'ThrowStatement':
      return place('left out', node.start, node.end, '{}');
    default:
      return [];
  }
}

export function textWith(text: string, { start, end, replacement }: Place): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Numbers from 0 up to 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many of these, drawn without putting any back. */
export function drawnFrom<Item>(
  items: readonly Item[],
  count: number,
  random: () => number,
): Item[] {
  const left = [...items];
  const drawn: Item[] = [];
  while (drawn.length < count && left.length > 0)
    drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  return drawn;
}
