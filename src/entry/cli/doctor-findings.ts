import type { DoctorLine } from '../../acts/gateway/port.ts';
import { type Finding, problem } from '../../foundation/finding.ts';
import { oneLine } from '../../surfaces/terminal/safe.ts';
import { wordsOf } from './exit-codes.ts';
import { output } from './output.ts';

const SHORTEST_COLUMN = 13;

/** Prints a line for each check. Returns the number of problems. */
export async function printedLines(
  lines: readonly DoctorLine[],
  redact: (text: string) => string,
): Promise<number> {
  const width = Math.max(SHORTEST_COLUMN, ...lines.map(([name]) => name.length));
  let problems = 0;
  for (const [name, look] of lines) {
    const { mark, words } = await looked(look);
    if (mark === 'problem') problems += 1;
    output.write(`${name.padEnd(width)} ${mark.padEnd(8)} ${oneLine(redact(words))}\n`);
  }
  return problems;
}

/** An error during a check is its finding. */
async function looked(look: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return problem(wordsOf(error));
  }
}
