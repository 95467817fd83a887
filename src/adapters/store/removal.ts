/** Rows that are removed by one statement, so that other work gets its turn in between. */
const REMOVED_TOGETHER = 200;

/** Removes rows with `remove`, so many at a time, until there are no more. Returns their number. */
export async function removedInTurns(
  remove: (limit: number) => Promise<readonly unknown[]>,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const { length } = await remove(REMOVED_TOGETHER);
    removed += length;
    if (length < REMOVED_TOGETHER) return removed;
  }
}
