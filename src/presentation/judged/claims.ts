import type { ClaimId } from '../../core/vocabulary/ids.ts';
import { FATE_WORDS } from '../../core/vocabulary/words.ts';
import {
  bold,
  codeSpan,
  ifAny,
  italic,
  type Line,
  line,
  lines,
  list,
  reference,
  type Section,
  section,
  title,
  trust,
  untrustedMarkdown,
} from '../format/document.ts';
import type { ProposalView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { drawCitation, drawSource } from './citations.ts';
import { drawTitle } from './people.ts';

type ClaimView = ProposalView['claims'][number];

/** Links the id of a claim or difference to the record; other text stays as it is. */
export function drawRecordLink(id: string): Line {
  if (/^(?:[A-Z]-|D)\d{1,4}$/.test(id)) return [reference(`record.md#${id.toLowerCase()}`, id)];
  return untrustedMarkdown(id);
}

export function drawClaimLine(
  id: ClaimId,
  { kind, text }: Pick<ClaimView, 'kind' | 'text'>,
  cited: Line,
): Line {
  const source = ifAny` (read in ${cited})`;
  return line`${bold(id)}, ${kind}${source}: ${untrustedMarkdown(text)}`;
}

/** Every claim of every revealed proposal under its id, which links point to. */
export function drawClaims(view: DesignView): Section {
  return view.proposals.flatMap(({ persona, claims: all }) =>
    all.flatMap(({ id, kind, text, source, excerpt, fate }) =>
      section(
        title(3, [trust(id)]),
        lines(drawSourcedLine({ text, source })),
        excerpt !== null && lines(...excerpt.split('\n').map((each) => line`${codeSpan(each)}`)),
        lines(
          line`${drawTitle(view, persona)}, ${kind}${fate === null ? '' : `: ${FATE_WORDS[fate]}`}.`,
        ),
      ),
    ),
  );
}

export function drawLoneClaims(lone: DesignView['lone']): Section {
  return list(
    lone.map(({ claim, why }) => line`${drawRecordLink(claim)}: ${untrustedMarkdown(why)}`),
  );
}

/** Empty if all facts with a source are used. */
export function drawFactsNotUsed(view: DesignView): Section {
  return list(
    view.factsNotUsed.map(({ persona, text, source }) => {
      const claimText = line`${untrustedMarkdown(text)} ${italic(line`(${codeSpan(source)})`)}`;
      return line`${drawTitle(view, persona)}: ${claimText}`;
    }),
  );
}

function drawSourcedLine({ text, source }: Pick<ClaimView, 'text' | 'source'>): Line {
  const cited = source === null ? drawSource(source) : drawCitation(source);
  return line`${untrustedMarkdown(text)} ${italic(line`(${cited})`)}`;
}
