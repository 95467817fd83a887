/** Signals that end a command. Where one has cancelled a design, its name stands in place of a person's. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export function isSignal(name: string): boolean {
  return SIGNALS.includes(name);
}
