/** Rows to delete by one statement, so that other work gets its turn in between. */
const REMOVED_TOGETHER = 200;

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
