import type { Design } from '../../core/vocabulary/design.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bold,
  bullets,
  type Line,
  line,
  lines,
  quotation,
  type Section,
  section,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import type { DesignView } from '../schema/view.ts';
import { drawRecordLink } from './claims.ts';
import { titleIn, titleWordsIn } from './people.ts';

type Signature = Pick<Design['signatures'][number], 'verdict' | 'reason' | 'rationale' | 'dissent'>;

/** Each follows a name. */
const VERDICT_WORDS: Record<Signature['verdict'], string> = {
  signs: 'signs',
  with_reservation: 'signs with a reservation',
  dissents: 'dissents',
};

/** `Subtractor signs: It holds.` A reservation stands first; a dissent's text is shown separately. */
export function drawSignature(who: Line, { verdict, reason = '', rationale }: Signature): Line {
  const reserved = verdict === 'with_reservation' ? line`“${untrustedMarkdown(reason)}” ` : [];
  return line`${who} ${VERDICT_WORDS[verdict]}: ${reserved}${untrustedMarkdown(rationale)}`;
}

/** `Outsider signs with a reservation` */
export function saySigner(title: string, verdict: Signature['verdict']): string {
  return `${title} ${VERDICT_WORDS[verdict]}`;
}

export function drawSignatureInFull(title: string, signature: Signature): Section {
  const dissent = signature.verdict === 'dissents' ? drawDissentInFull(title, signature.dissent) : [];
  return section(lines(drawSignature(bold(untrusted(title)), signature)), dissent);
}

export function drawDissent(title: string, dissent: string, maxChars: number): Line {
  return line`${bold(untrusted(`${title} dissents:`))} “${untrusted(dissent, maxChars)}”`;
}

/** A dissent in its author's words, under its reason in one sentence if it has one. */
export function drawDissentInFull(title: string, dissent: string, maxChars = WHOLE, reason = ''): Section {
  const heading = `${title} dissents${reason === '' ? ', verbatim:' : `: ${reason}`}`;
  return [lines(bold(untrusted(heading))), quotation(dissent, maxChars)];
}

/** Each with its weakest part and what it contradicts, then all dissents. */
export function signaturesIn(view: DesignView): Section {
  const signed = view.signatures.flatMap((each): Section => {
    const doubts = compact(
      each.weakest !== '' && line`Weakest part: ${untrustedMarkdown(each.weakest)}`,
      ...each.contradicted.map(
        ({ claim, how }) => line`It contradicts ${drawRecordLink(claim)}: ${untrustedMarkdown(how)}`,
      ),
    );
    return section(
      bullets([drawSignature(bold(titleIn(view, each.persona)), each)]),
      doubts.length > 0 && bullets(doubts, 1),
    );
  });
  return section(signed, dissentsIn(view));
}

export function dissentsIn(view: DesignView): Section {
  return view.signatures
    .filter(({ verdict }) => verdict === 'dissents')
    .flatMap(({ persona, dissent, reason }) =>
      drawDissentInFull(titleWordsIn(view, persona), dissent, WHOLE, reason),
    );
}
