import type { Design } from '../../vocabulary/design.ts';
import { confidence } from '../../vocabulary/figures.ts';
import { participant } from '../../vocabulary/participants.ts';
import {
  type Line,
  line,
  lines,
  quotation,
  type Section,
  type Style,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import { recordLink } from '../proposals/claims.ts';

type Signature = Pick<Design['signatures'][number], 'verdict' | 'confidence' | 'rationale' | 'dissent'>;

/** `Subtractor signs (confidence 0.8): It holds.`; for a dissent why its author is so sure, its text being told in full. */
export function signatureLine(who: Line, { verdict, confidence: sure, rationale }: Signature): Line {
  return line`${who} ${verdict} (confidence ${confidence(sure)}): ${untrustedMarkdown(rationale, WHOLE)}`;
}

/** The same with the whole of a dissent below. */
export function signatureBlocks(title: string, signature: Signature): Section {
  const dissent = signature.verdict === 'dissents' ? dissentBlocks(title, signature.dissent) : [];
  return [lines(signatureLine([untrusted(title, WHOLE, { bold: true })], signature)), ...dissent];
}

/** `Outsider dissents: step 1 already finds it`: its reason in one sentence, without its end. */
export function dissentWords(title: string, reason: string): string {
  return `${title} dissents: ${reason}`;
}

/** A dissent in as many of its author's words as there is room for. */
export function dissentLine(
  title: string,
  dissent: string,
  maxChars: number,
  style: Style = { bold: true },
): Line {
  return line`${untrusted(`${title} dissents:`, WHOLE, style)} “${untrusted(dissent, maxChars)}”`;
}

/** A dissent in its author's words (J5), under its reason in one sentence where there is one. */
export function dissentBlocks(title: string, dissent: string, maxChars = WHOLE, reason = ''): Section {
  const heading = reason === '' ? `${title} dissents, verbatim:` : dissentWords(title, reason);
  return [lines([untrusted(heading, WHOLE, { bold: true })]), quotation(dissent, maxChars)];
}

/** Tells what a signer was asked before the verdict: the weakest part, and own claims that the text contradicts. */
export function doubtLines({
  weakest = '',
  contradicted = [],
}: Pick<Design['signatures'][number], 'weakest' | 'contradicted'>): Line[] {
  return [
    ...(weakest === '' ? [] : [line`Weakest part: ${untrustedMarkdown(weakest, WHOLE)}`]),
    ...contradicted.map(
      ({ claim, how }) => line`It contradicts ${recordLink(claim)}: ${untrustedMarkdown(how, WHOLE)}`,
    ),
  ];
}

/** Every dissent under its reason, in its author's words. */
export function dissentsOf(design: Design): Section {
  return design.signatures
    .filter(({ verdict }) => verdict === 'dissents')
    .flatMap(({ participant: id, dissent, reason }) =>
      dissentBlocks(participant(design, id).title, dissent, WHOLE, reason),
    );
}
