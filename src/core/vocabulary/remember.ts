/** Reads each object once: what it reads from never changes, and many ask for it. */
export function rememberFor<Of extends object, Found extends object>(
  read: (of: Of) => Found,
): (of: Of) => Found {
  const kept = new WeakMap<Of, Found>();
  return (of) => kept.getOrInsertComputed(of, read);
}
