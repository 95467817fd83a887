import type { DoctorLine } from '../../acts/gateway/port.ts';
import { type Finding, problem } from '../../foundation/finding.ts';
import { cleanLine } from '../../surfaces/terminal/safe.ts';
import { wordsOf } from './exit-codes.ts';
import { nameProgramIn, output } from './output.ts';

const SHORTEST_COLUMN = 13;

/** Prints each check as it is made. Returns the number of problems. */
export async function printChecks(
  lines: readonly DoctorLine[],
  redact: (text: string) => string,
): Promise<number> {
  const width = Math.max(SHORTEST_COLUMN, ...lines.map(([name]) => name.length));
  let problems = 0;
  for (const [name, look] of lines) {
    const { mark, words } = await findingOf(look);
    output.write(
      `${name.padEnd(width)} ${mark.padEnd(8)} ${cleanLine(nameProgramIn(redact(words)))}\n`,
    );
    if (mark === 'problem') problems += 1;
  }
  return problems;
}

/** An error during a check is its finding. */
async function findingOf(look: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return problem(wordsOf(error));
  }
}
