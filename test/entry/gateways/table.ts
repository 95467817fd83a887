/** How a story went at a gateway; `untold` where it has no place, or was not run. */
export type How = 'passed' | 'failed' | 'untold';

const MARKS: Readonly<Record<How, string>> = { passed: '✓', failed: '✗', untold: '–' };

/** Stories × gateways, as a table in Markdown. */
export function gatewayTable(
  stories: readonly string[],
  gateways: readonly string[],
  how: (gateway: string, story: string) => How,
): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['story', ...gateways]),
    `|${'---|'.repeat(gateways.length + 1)}`,
    ...stories.map((story) => row([story, ...gateways.map((gateway) => MARKS[how(gateway, story)])])),
  ].join('\n');
}
