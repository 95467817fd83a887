/** Signals by which the system ends a command. One stands in place of a person's name where it has cancelled a design. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Returns `true` for the name of a signal, behind which there is no person. */
export function isSignal(name: string): boolean {
  return SIGNALS.includes(name);
}
