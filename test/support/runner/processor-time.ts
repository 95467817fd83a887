/**
 * Milliseconds of the processor that a piece of work takes: what a machine does besides does not
 * count.
 */
export function processorMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
