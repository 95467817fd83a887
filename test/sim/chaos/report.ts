import type { ChaosResult } from './chaos.ts';
import type { Finding } from './finding.ts';

export function findingLine(seed: number, { rule, where, what }: Finding): string {
  return `seed ${seed}: ${rule} ${where}: ${what}`;
}

/** What happened, in three columns of counts. */
export function table({ statuses, faults, seconds, findings, keptIn }: ChaosResult): string {
  return [
    ...rows('designs', statuses),
    '',
    ...rows('faults', faults),
    '',
    `${findings.length} findings in ${seconds.toFixed(1)} seconds`,
    ...(keptIn === null ? [] : [`What was left is in ${keptIn}`]),
  ].join('\n');
}

function rows(title: string, counts: ReadonlyMap<string, number>): string[] {
  const sum = [...counts.values()].reduce((total, times) => total + times, 0);
  const lines = [...counts].toSorted(([one], [two]) => (one < two ? -1 : 1));
  return [
    [title, sum] as const,
    ...lines.map(([name, times]) => [`  ${name}`, times] as const),
  ].map(([name, times]) => `${name.padEnd(32)}${String(times).padStart(7)}`);
}
