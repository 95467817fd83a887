import { describe, expect, test } from 'vitest';
import { nodes, nodesBelow, type SourceFile, type SyntaxNode, sourceFiles } from './source.ts';
import { ONE_PLACE } from './telling.ts';

/** Texts of the source, without comments and without the names of imported files. */
function literals(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/^import .*$/gm, '');
}

describe('A19: each fact is put into words in one place', () => {
  const files = sourceFiles('src').map(({ path, text }) => ({ path, words: literals(text) }));

  test.each(Object.entries(ONE_PLACE))('A19: %s is worded in one file', (_, [words, file]) => {
    expect(files.filter((each) => words.test(each.words)).map(({ path }) => path)).toEqual([file]);
  });

  test('A19: only the renderer of Markdown escapes for it', () => {
    const users = sourceFiles('src').filter(({ text }) => text.includes("escape.ts'"));
    expect(users.map(({ path }) => path)).toEqual(['src/presentation/format/markdown.ts']);
  });
});

const FUNCTIONS = [
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'VariableDeclarator',
];
const textOf = ({ text }: SourceFile, node: unknown): string => {
  const { start = 0, end = 0 } = (node ?? {}) as Partial<SyntaxNode>;
  return text.slice(start, end);
};

/** Functions that return whether a person was told, and log as well. */
function loggingTellers(file: SourceFile): string[] {
  const isTeller = (node: SyntaxNode): boolean => {
    const { returnType, id } = node as { returnType?: unknown; id?: { typeAnnotation?: unknown } };
    return /^: (?:Promise<Told>|Tell)$/.test(textOf(file, returnType ?? id?.typeAnnotation));
  };
  const isLogging = (node: SyntaxNode): boolean =>
    nodesBelow(node).some(
      ({ type, callee }) =>
        type === 'CallExpression' && /\blog\.|logFailure/.test(textOf(file, callee)),
    );
  const tellers = nodes(file).filter((node) => FUNCTIONS.includes(node.type) && isTeller(node));
  return tellers.filter(isLogging).map((node) => `${file.path} ${textOf(file, node).slice(0, 40)}`);
}

/** Statements that throw away whether a person was told. */
function unheardTellers(file: SourceFile): string[] {
  const thrownAway = nodes(file)
    .filter(({ type }) => type === 'ExpressionStatement')
    .map(({ expression }) => textOf(file, expression));
  const telling = /^(?:void |await )*(?:[\w#]+\.)*(?:sendEphemeral|tellFirst|toldBy|tell)\(/;
  return thrownAway.filter((words) => telling.test(words)).map((words) => `${file.path} ${words}`);
}

describe('P13: telling returns whether the person was told', () => {
  const gateways = sourceFiles('src/acts', 'src/surfaces').filter(({ text }) =>
    /Told|sendEphemeral/.test(text),
  );
  const madeUp = (text: string): SourceFile => ({
    path: `src/made-up/${text}.ts`,
    text,
    lines: [text],
  });

  test('P13: whoever tells a person logs no failure, and leaves the next way to the caller', () => {
    expect(gateways.flatMap(loggingTellers)).toEqual([]);
    const wrong = 'async function tell(): Promise<Told> { log.warn("not_told"); return TOLD; }';
    expect(loggingTellers(madeUp(wrong))).toHaveLength(1);
    const typed =
      'const tell: Tell = async () => { await logFailure(access, "not_told", call()); return TOLD; };';
    expect(loggingTellers(madeUp(typed))).toHaveLength(1);
  });

  test('P13: nobody throws away whether a person was told', () => {
    expect(gateways.flatMap(unheardTellers)).toEqual([]);
    expect(unheardTellers(madeUp('await context.sendEphemeral(id, null, words);'))).toHaveLength(1);
    expect(unheardTellers(madeUp('void tell(words);'))).toHaveLength(1);
  });
});
