import { line, lines, ours, type Section, title } from '../document.ts';

/** Stands in the place of a signed or sealed text in which words were removed (P12). `sha256`: of the text that was. */
export function tombstone(what: 'decision' | 'proposal', sha256: string): Section {
  const was = what === 'decision' ? 'signed' : 'sealed';
  return [
    title(3, [ours('Redacted')]),
    lines(
      line`Words in this ${what} were taken back and are removed, so its text is not shown any more. The text that was ${was} has the SHA-256 ${sha256}.`,
    ),
  ];
}
