import type { DoctorLine } from '../../acts/gateway/port.ts';
import { type Finding, problem } from '../../foundation/finding.ts';
import { cleanLine } from '../../surfaces/terminal/safe.ts';
import { wordsOf } from './exit-codes.ts';
import { nameProgramIn, output } from './output.ts';

const SHORTEST_COLUMN = 13;

/** Prints each check as it is made, or all as JSON. Returns the number of problems. */
export async function printChecks(
  lines: readonly DoctorLine[],
  redact: (text: string) => string,
  json = false,
): Promise<number> {
  const width = Math.max(SHORTEST_COLUMN, ...lines.map(([name]) => name.length));
  const checks: (Finding & { readonly name: string })[] = [];
  for (const [name, look] of lines) {
    const { mark, words } = await findingOf(look);
    const check = { name, mark, words: nameProgramIn(redact(words)) };
    checks.push(check);
    if (!json) output.write(`${name.padEnd(width)} ${mark.padEnd(8)} ${cleanLine(check.words)}\n`);
  }
  if (json) output.json({ checks });
  return checks.filter(({ mark }) => mark === 'problem').length;
}

/** An error during a check is its finding. */
async function findingOf(look: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return problem(wordsOf(error));
  }
}
