import type { Design } from '../../core/vocabulary/design.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bold,
  type Line,
  line,
  lines,
  list,
  quotation,
  type Section,
  section,
  untrusted,
  untrustedMarkdown,
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

/** *Subtractor signs: It holds.* The one sentence of a reservation or a dissent stands first. */
export function drawSignature(who: Line, { verdict, reason = '', rationale }: Signature): Line {
  const first = reason === '' ? [] : line`“${untrustedMarkdown(reason)}” It adds: `;
  return line`${who} ${VERDICT_WORDS[verdict]}: ${first}${untrustedMarkdown(rationale)}`;
}

/** `Outsider signs with a reservation` */
export function saySigner(title: string, verdict: Signature['verdict']): string {
  return `${title} ${VERDICT_WORDS[verdict]}`;
}

/** With what it doubts, and a dissent word for word. */
export function drawSignatureInFull(
  who: Line,
  signature: Signature,
  doubts: readonly Line[] = [],
): Section {
  const { dissent } = signature;
  return section(
    lines(drawSignature(bold(who), signature)),
    list(doubts),
    dissent !== '' && quotation(dissent),
  );
}

export function signaturesIn(view: DesignView): Section {
  return view.signatures.flatMap((each) => {
    const doubts = compact(
      each.weakest !== '' && line`Weakest part: ${untrustedMarkdown(each.weakest)}`,
      ...each.contradicted.map(
        ({ claim, how }) =>
          line`It contradicts ${drawRecordLink(claim)}: ${untrustedMarkdown(how)}`,
      ),
    );
    return drawSignatureInFull(titleIn(view, each.persona), each, doubts);
  });
}

/** Each dissent in its author's words, under its reason in one sentence. */
export function dissentsIn(view: DesignView): Section {
  return view.signatures
    .filter(({ verdict }) => verdict === 'dissents')
    .flatMap(({ persona, verdict, dissent, reason }) => {
      const heading = `${saySigner(titleWordsIn(view, persona), verdict)}: ${reason}`;
      return [lines(bold(untrusted(heading))), quotation(dissent)];
    });
}
