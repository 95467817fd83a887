/** True for `y` and `yes`, however they are capitalized. */
export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer.trim());
}

/** Asks until the answer is yes or no. An empty line is no. */
export async function saysYes(ask: () => Promise<string>): Promise<boolean> {
  for (;;) {
    const answer = await ask();
    if (isYes(answer)) return true;
    if (/^(no?)?$/i.test(answer.trim())) return false;
  }
}
