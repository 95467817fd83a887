import { citedWords } from '../../citation/cited.ts';
import { differenceLabel, statementOf } from '../../divergence/labels.ts';
import { fileNames } from '../../outcome/file-names.ts';
import { decisionInForce, outcomeOf } from '../../outcome/outcome.ts';
import { adoptedClaims, leftOutOfText } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { participant } from '../../vocabulary/participants.ts';
import { bannerOf } from '../banner.ts';
import { controlsOf } from './controls.ts';

const READABLE_FILES = ['brief.md', 'adr.md', 'record.md', 'transcript.md', 'manifest.json'];

/** The end as a thread shows it: the decision, if there is one, and the banner by code. */
export type Result = ReturnType<typeof resultOf>;

export function resultOf(design: Design) {
  const outcome = outcomeOf(design);
  const decision = decisionInForce(design)?.decision ?? null;
  return {
    designId: design.id,
    status: outcome.status,
    stoppedBecause: outcome.stoppedBecause,
    banner: bannerOf(outcome, 'thread'),
    decision,
    /** What people have settled since the decision was written, which may call it open still. */
    settled: leftOutOfText(design).settled.map(({ id, positions, settlement }) => ({
      difference: differenceLabel(id),
      by: settlement?.person ?? '',
      statement: statementOf({ positions }, settlement?.position ?? ''),
    })),
    because: adopted(design, 'reason'),
    costs: adopted(design, 'cost'),
    assumed: outcome.assumptions,
    /** Verbatim. */
    dissents: outcome.dissents,
    /** Names of files in the design's bundle that are worth reading in the thread, once they are written. */
    files: READABLE_FILES.filter((name) => fileNames(design.files).includes(name)),
    /** With which the chain of events in them ends; `null` where that is not known. */
    head: design.head,
    controls: [
      ...controlsOf(design).filter(({ kind }) => kind === 'run_again'),
      ...(design.end === null || decision === null ? [] : [{ kind: 'follow_up' } as const]),
    ],
  };
}

/** Claims that the decision adopted, with the title of the participant who made them and where they were read. */
function adopted(design: Design, kind: 'reason' | 'cost') {
  return adoptedClaims(design)
    .filter((claim) => claim.kind === kind)
    .map((claim) => ({
      text: claim.text,
      title: participant(design, claim.participant).title,
      source: citedWords(claim),
    }));
}
