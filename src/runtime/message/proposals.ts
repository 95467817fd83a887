import { confidence, counted } from '../../core/figures.ts';
import type { RevealedProposal, Seals } from '../../core/thread/proposals.ts';
import { type Document, document } from './document.ts';
import { inlineMarkdown } from './markdown.ts';
import { bold, given, joined, type Line, lines, ours, section } from './rich.ts';
import { TEXTS } from './texts.ts';

/** Enough of a SHA-256 for people to compare. */
const HASH_CHARACTERS = 8;

/** One line, from the first seal to the last. */
export function sealsDocument({ seals, of }: Seals): Document {
  const words = TEXTS.sealed(seals.length, of);
  return document(`${words}${seals.map(({ title }) => title).join(', ')}`, (most) => [
    section(
      lines([
        ours(words),
        ...joined(
          seals.map(({ title, sha256 }) => [
            given(title, most),
            ours(' '),
            ours(`${sha256.slice(0, HASH_CHARACTERS)}…`, { code: true }),
          ]),
          ' · ',
        ),
      ]),
    ),
  ]);
}

/** All proposals at once, each with its first sentence; the rest is in its file. */
export function proposalsDocument(proposals: readonly RevealedProposal[], rehearsal: boolean): Document {
  const heading = TEXTS.proposalsHeading(proposals.length);
  return document(
    heading,
    (most) => [
      section(lines(...(rehearsal ? [[bold(TEXTS.rehearsalNow)]] : []), [ours(heading)])),
      ...proposals.map((proposal) => section(lines(proposalLine(proposal, most)))),
    ],
    { files: proposals.map(({ file }) => file) },
  );
}

function proposalLine(
  { emoji, title, headline, confidence: sure, claims }: RevealedProposal,
  most: number,
): Line {
  return [
    given(`${emoji} ${title}:`, most, { bold: true }),
    bold(' '),
    ...inlineMarkdown(headline, most, { bold: true }),
    ours(` · ${TEXTS.confidence}${confidence(sure)} · ${counted(claims, 'claim')}`),
  ];
}
