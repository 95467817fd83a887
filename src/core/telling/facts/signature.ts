import type { Design } from '../../vocabulary/design.ts';
import { confidence } from '../../vocabulary/figures.ts';
import {
  given,
  type Line,
  line,
  lines,
  prose,
  quotation,
  type Section,
  type Style,
  WHOLE,
} from '../document.ts';

type Signature = Pick<Design['signatures'][number], 'verdict' | 'confidence' | 'rationale' | 'dissent'>;

/** `Subtractor signs (confidence 0.8): It holds.`; for a dissent why its author is so sure, its text being told in full. */
export function signatureLine(who: Line, { verdict, confidence: sure, rationale }: Signature): Line {
  return line`${who} ${verdict} (confidence ${confidence(sure)}): ${prose(rationale, WHOLE)}`;
}

/** The same with the whole of a dissent below. */
export function signatureBlocks(title: string, signature: Signature): Section {
  const dissent = signature.verdict === 'dissents' ? dissentBlocks(title, signature.dissent) : [];
  return [lines(signatureLine([given(title, WHOLE, { bold: true })], signature)), ...dissent];
}

/** A dissent in as many of its author's words as there is room for. */
export function dissentLine(
  title: string,
  dissent: string,
  most: number,
  style: Style = { bold: true },
): Line {
  return line`${given(`${title} dissents:`, WHOLE, style)} “${given(dissent, most)}”`;
}

/** A dissent in its author's words (J5). */
export function dissentBlocks(title: string, dissent: string, most = WHOLE): Section {
  return [lines([given(`${title} dissents, verbatim:`, WHOLE, { bold: true })]), quotation(dissent, most)];
}
