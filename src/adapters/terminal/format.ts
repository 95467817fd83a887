import wrapAnsi from 'wrap-ansi';

/** `0:41`, `12:05`, `1:02:03`: for a clock that people watch. Never negative. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** The first characters of a SHA-256: enough for people to compare. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 8)}…`;
}

/** A line that goes on does so two columns further in. */
export function folded(line: string, columns: number): string {
  const margin = ' '.repeat(line.length - line.trimStart().length);
  const width = Math.max(20, columns - margin.length - 2);
  return `${margin}${wrapAnsi(line.trimStart(), width, { hard: true }).replaceAll('\n', `\n${margin}  `)}`;
}
