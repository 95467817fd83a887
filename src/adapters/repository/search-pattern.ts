import { No } from '../../foundation/no.ts';

/**
 * A search for plain text. Git uses the system's regular expressions, which are not linear: on
 * glibc, `(a|b)*a(a|b)…` took 1 GB and `((a{1,100}){1,100}){1,100}` 3.4 GB within ten seconds.
 * Alternatives (`|`) and gaps (`.*`) cover most searches in code, and cost a scan each.
 */
export interface SearchPattern {
  /** A line matches if it contains all pieces of one alternative, in order. */
  readonly alternatives: readonly (readonly string[])[];
  readonly ignoreCase: boolean;
}

export function parsePattern(given: string, ignoreCase: boolean): SearchPattern | No<string> {
  const alternatives: string[][] = [];
  let pieces: string[] = [];
  let piece = '';
  const endPiece = () => {
    if (piece !== '') pieces.push(piece);
    piece = '';
  };
  const endAlternative = () => {
    endPiece();
    alternatives.push(pieces);
    pieces = [];
  };
  for (let at = 0; at < given.length; at += 1) {
    const character = given.charAt(at);
    const next = given.charAt(at + 1);
    if (character < ' ' && character !== '\t')
      return new No('A pattern is one line without control characters.');
    if (character === '|') endAlternative();
    else if (character === '.' && next === '*') {
      endPiece();
      at += 1;
    } else if (character === '\\') {
      if (next === '' || /[A-Za-z0-9]/.test(next)) return new No(backslash(next));
      piece += next;
      at += 1;
    } else piece += character;
  }
  endAlternative();
  if (alternatives.some((alternative) => alternative.length === 0)) {
    return new No('Each alternative needs some text; for the character | itself write \\|.');
  }
  return { alternatives, ignoreCase };
}

function backslash(next: string): string {
  return `The pattern is plain text, so \\${next} has no meaning: search for the words themselves, with .* for anything in between; for a backslash write \\\\.`;
}

/** Arguments of git grep. Each piece follows `-e`, so that none is read as an option. */
export function grepArguments(pattern: SearchPattern): readonly string[] {
  const terms = pattern.alternatives.map((pieces) =>
    pieces.flatMap((piece, index) => (index === 0 ? ['-e', piece] : ['--and', '-e', piece])),
  );
  return [
    '--fixed-strings',
    ...(pattern.ignoreCase ? ['--ignore-case'] : []),
    ...terms.flatMap((term, index) => (index === 0 ? term : ['--or', ...term])),
  ];
}

/**
 * The index of the first alternative whose pieces follow one another, or -1. Git finds pieces in
 * any order. A single piece is left to git, since case folding may differ for a few letters.
 */
export function findInLine(pattern: SearchPattern, line: string): number {
  const text = pattern.ignoreCase ? line.toLowerCase() : line;
  let single = -1;
  for (const pieces of pattern.alternatives) {
    const begin = findPieces(
      text,
      pattern.ignoreCase ? pieces.map((piece) => piece.toLowerCase()) : pieces,
    );
    if (begin !== -1) return begin;
    if (pieces.length === 1) single = 0;
  }
  return single;
}

function findPieces(text: string, pieces: readonly string[]): number {
  let begin = -1;
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at === -1) return -1;
    if (begin === -1) begin = at;
    from = at + piece.length;
  }
  return begin;
}

/**
 * `true` if the pattern has characters of a regular expression; asked only when it has no matches.
 */
export function looksLikeExpression(given: string): boolean {
  return /[[\](){}^$+?]/.test(given);
}
