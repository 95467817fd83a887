/**
 * Holds each row against a check, and returns what those say that fail: a test of many rows
 * compares it with `[]` and so shows all that differ at once. Throws without rows: nothing to check
 * is a mistake of the test.
 */
export function differences<Row>(rows: Iterable<Row>, check: (row: Row) => void): string[] {
  const found: string[] = [];
  let count = 0;
  for (const row of rows) {
    count += 1;
    try {
      check(row);
    } catch (error) {
      found.push(failure(formatRow(row), error));
    }
  }
  assertSome(count);
  return found;
}

/** The same for a check that takes its time, each row under a name of its own. */
export async function breaking<Row>(
  rows: Iterable<Row>,
  nameOf: (row: Row) => string,
  assertOn: (row: Row) => unknown,
): Promise<string[]> {
  const found: string[] = [];
  let count = 0;
  for (const row of rows) {
    count += 1;
    try {
      await assertOn(row);
    } catch (error) {
      found.push(failure(nameOf(row), error));
    }
  }
  assertSome(count);
  return found;
}

function failure(name: string, error: unknown): string {
  return `${name}: ${error instanceof Error ? error.message : String(error)}`;
}

function assertSome(count: number): void {
  if (count === 0) throw new Error('there are no rows to check');
}

const SHOWN_CHARACTERS = 200;

/** Returns the row on one line; of one that begins with its name, the name. */
function formatRow(row: unknown): string {
  const [name] = Array.isArray(row) ? row : [row];
  const text = typeof name === 'string' ? name : (JSON.stringify(row) ?? String(row));
  return text.slice(0, SHOWN_CHARACTERS);
}
