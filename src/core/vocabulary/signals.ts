/**
 * Signals that end a command. If one cancels a design, its name is recorded instead of a person's.
 */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export function isSignal(name: string): boolean {
  return SIGNALS.includes(name);
}
