import type { LineProblem } from '../../foundation/checked-yaml.ts';
import { No } from '../../foundation/no.ts';

/** The front matter is a dozen short lines. Nesting deep enough to harm the parser does not fit. */
export const FRONT_MATTER_CHARACTERS = 4_096;
const FENCE = '---';

/** The YAML begins in line 2 of its file. */
export interface FrontMatter {
  readonly yaml: string;
  readonly body: string;
  /** The body's first line in the file, from 1. */
  readonly bodyLine: number;
}

export function frontMatterOf(text: string): FrontMatter | No<LineProblem> {
  const problem = (reason: string) => new No<LineProblem>({ line: 1, reason });
  const lines = text.split('\n');
  if (lines[0]?.trimEnd() !== FENCE) {
    return problem('has no front-matter: the first line must be ---, followed by fields');
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === FENCE);
  if (end === -1)
    return problem('the front-matter that begins here is never closed by a line with ---');
  const yaml = lines.slice(1, end).join('\n');
  if (yaml.length > FRONT_MATTER_CHARACTERS) {
    return problem(`the front-matter is longer than ${FRONT_MATTER_CHARACTERS} characters`);
  }
  return { yaml, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 };
}
