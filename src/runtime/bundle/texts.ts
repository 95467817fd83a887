import type { Design } from '../../core/design.ts';
import { decisionInForce } from '../../core/outcome/outcome.ts';
import { adrMarkdown } from '../../core/paper/adr.ts';
import { briefMarkdown } from '../../core/paper/brief.ts';
import { decisionMarkdown } from '../../core/paper/decision.ts';
import { recordMarkdown } from '../../core/paper/record.ts';
import { transcriptMarkdown } from '../../core/paper/transcript.ts';
import { renderProposal } from '../../core/proposal/render.ts';
import type { StoredEvent } from '../ports/store.ts';
import { type BundleFile, DECISION_NAME } from './manifest.ts';

/** The files that people read. */
export function textsOf(design: Design, events: readonly StoredEvent[]): BundleFile[] {
  const adr = adrMarkdown(design);
  const brief = briefMarkdown(design);
  const decided = decisionInForce(design);
  return [
    ...(decided === null ? [] : [{ name: DECISION_NAME, text: decisionMarkdown(design, decided) }]),
    ...(brief === null ? [] : [{ name: 'brief.md', text: brief }]),
    ...(adr === null ? [] : [{ name: 'adr.md', text: adr }]),
    { name: 'record.md', text: recordMarkdown(design) },
    {
      name: 'transcript.md',
      text: transcriptMarkdown(
        design,
        events.map(({ event }) => event),
      ),
    },
    ...proposalFiles(design),
  ];
}

/** Before the reveal a proposal is nobody's to read (J1), unless the design is over. */
function proposalFiles(design: Design): BundleFile[] {
  const isOver = design.end !== null || design.settled !== null;
  return design.proposals
    .filter(({ revealed }) => revealed || isOver)
    .map((sealed) => ({
      name: `proposals/${sealed.participant}.md`,
      text: renderProposal(design, sealed),
    }));
}
