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
  untrustedMarkdown,
} from '../format/document.ts';
import { endSentence } from '../format/plain.ts';
import type { DesignView } from '../schema/view.ts';
import { drawRecordLink } from './claims.ts';
import { drawTitle } from './people.ts';

type Signature = Pick<Design['signatures'][number], 'verdict' | 'reason' | 'rationale' | 'dissent'>;

/** Each follows a name. */
const VERDICT_WORDS: Record<Signature['verdict'], string> = {
  signs: 'signs',
  with_reservation: 'signs with a reservation',
  dissents: 'dissents',
};

/** *Subtractor signs: It holds.* The one sentence of a reservation or a dissent stands first. */
export function drawSignature(who: Line, { verdict, reason = '', rationale }: Signature): Line {
  const first = reason === '' ? [] : line`${untrustedMarkdown(endSentence(reason.trim()))} `;
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

export function drawSignatures(view: DesignView): Section {
  return view.signatures.flatMap((each) => {
    const doubts = compact(
      each.weakest !== '' && line`Weakest part: ${untrustedMarkdown(each.weakest)}`,
      ...each.contradicted.map(
        ({ claim, how }) =>
          line`It contradicts ${drawRecordLink(claim)}: ${untrustedMarkdown(how)}`,
      ),
    );
    return drawSignatureInFull(drawTitle(view, each.persona), each, doubts);
  });
}

/** Each dissent word for word; its caveat says the reason in a sentence. */
export function drawDissents(view: DesignView): Section {
  return view.signatures
    .filter(({ verdict }) => verdict === 'dissents')
    .flatMap(({ persona, dissent }) => [
      lines(bold(line`${drawTitle(view, persona)}:`)),
      quotation(dissent),
    ]);
}
