import { changesIn } from '../../core/decision/changes.ts';
import { composedText, type Decided, decisionsOf } from '../../core/decision/decided.ts';
import { findingsOf } from '../../core/decision/findings.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import { FINDING_WORDS } from '../../core/vocabulary/words.ts';
import { answersList, auditBlocks, confirmationList, confirmationWords } from '../audit.ts';
import { changeBlocks } from '../changes.ts';
import { loneBlocks, recordLinks } from '../claims.ts';
import { decisionSection } from '../decision-document.ts';
import { argumentTold, byStatement, differenceLine, mappedBlocks, settledTold } from '../differences.ts';
import {
  type Line,
  line,
  lines,
  list,
  quotation,
  type Section,
  under,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import { titleOf as plainTitle, titlesOf } from '../format/people.ts';
import { capitalized } from '../format/plain.ts';
import { below, type Tellers, type Told, told } from '../format/told.ts';
import { proposalLine, sealsOf, shownProposals } from '../proposal.ts';
import { proposalSection } from '../proposals.ts';
import { leftOutWords } from '../rounds.ts';
import { dissentLine, signatureLine } from '../signatures.ts';

/** Of a SHA-256: enough for people to compare. */
const HASH_CHARACTERS = 8;
const DISSENT_CHARACTERS = 300;

export const DELIBERATION = {
  round_opened: ({ kind, points }, design) => {
    if (kind !== 'argument') return null;
    const argued = design.divergences.flatMap(({ id, description }) => {
      const who = points.filter(({ divergences }) => divergences.includes(id));
      const names = titlesOf(
        design,
        who.map(({ participant }) => participant),
      );
      return who.length === 0
        ? []
        : [line`${names} argue ${recordLinks([id])}: ${untrustedMarkdown(description, WHOLE)}`];
    });
    return told(below([line`A round of arguing begins.`, ...argued]));
  },
  // A seal is shown when it lands, its proposal only when all are revealed (J1).
  proposal_sealed: ({ participant: id, sha256 }, design) => {
    const { of, seals } = sealsOf(design);
    const count = seals.findIndex((seal) => seal.participant === id) + 1;
    return told(
      line`${titleOf(design, id)} sealed a proposal: sha256 ${sha256.slice(0, HASH_CHARACTERS)}… (${String(count)} of ${String(of)}).`,
    );
  },
  proposals_revealed: ({ participants }, design) => {
    const shown = shownProposals(design).filter(({ participant: id }) => participants.includes(id));
    return told(
      below([
        line`The proposals are revealed.`,
        ...shown.map((sealed) => proposalLine(design, sealed, WHOLE)),
      ]),
      shown.flatMap((sealed) => proposalSection(design, sealed)),
    );
  },
  divergences_mapped: ({ participant: id, agreements, divergences, lone }, design) => {
    const found = divergences.map(differenceLine);
    const many = counted(divergences.length, 'difference');
    const count = divergences.length === 0 ? 'they differ in nothing that matters.' : `${many}.`;
    return told(below([line`${titleOf(design, id)} compared the proposals: ${count}`, ...found]), [
      ...under(
        lines(line`They agree:`),
        list(agreements.map(({ statement }) => untrustedMarkdown(statement, WHOLE))),
      ),
      ...under(lines(line`They differ:`), ...divergences.map((each) => mappedBlocks(design, each))),
      ...loneBlocks(lone),
    ]);
  },
  position_argued: (event, design) => {
    const divergence = design.divergences.find(({ id }) => id === event.divergenceId);
    if (divergence === undefined) return null;
    return argumentTold(
      design,
      divergence,
      { ...event, text: event.argument },
      byStatement(design, divergence),
    );
  },
  divergence_settled: ({ divergenceId }, design) => settledTold(design, divergenceId),
  deliberation_stopped: ({ dropped, reason, money }) => {
    const words = leftOutWords(dropped.map((kind) => ({ kind, reason, money })));
    return told(line`${capitalized(words.join('; '))}.`);
  },
  composite_submitted: ({ participant: id, composite, quoted }, design) =>
    told(
      line`${titleOf(design, id)} drafted the decision: ${untrustedMarkdown(composite.decision.sentence, WHOLE)}`,
      unmarked(design, composedText({ composite, quoted })),
    ),
  audit_submitted: (event, design) =>
    told(
      line`${titleOf(design, event.participant)} audited the decision: ${counted(findingsOf({ ...design, audit: event, revisions: [] }).length, 'finding')}.`,
      auditBlocks(design, event),
    ),
  revision_submitted: revised,
  revision_confirmed: ({ participant: id, confirmation }, design) =>
    told(line`${titleOf(design, id)} ${confirmationWords(confirmation)}.`, confirmationList(confirmation)),
  signature_given: (event, design) => {
    const { participant: id, verdict, dissent } = event;
    if (verdict !== 'dissents') return told(signatureLine(titleOf(design, id), event));
    return told(dissentLine(participant(design, id).title, dissent, DISSENT_CHARACTERS), [
      quotation(dissent),
    ]);
  },
} satisfies Partial<Tellers>;

function titleOf(design: Design, id: ParticipantId): Line {
  return plainTitle(design, id, { bold: true });
}

/** A full text of the decision; the file's head already says that it is a rehearsal. */
function unmarked(design: Design, text: Pick<Decided, 'decision' | 'quoted'>): Section {
  return decisionSection({ ...design, rehearsal: false }, text);
}

function revised(event: EventOf<'revision_submitted'>, design: Design): Told {
  const { participant: id, revision, turnId } = event;
  const { findings } = revision;
  const at = design.revisions.findLastIndex((each) => each.turnId === turnId);
  const [before, after] = decisionsOf(design).slice(at);
  if (after === undefined) throw new Error('broken invariant: a revision without its text');
  const { decision } = after;
  const isSame = before?.decision.sentence === decision.sentence;
  const changes = changesIn(design).filter((change) => change.revision === at);
  const sentence = isSame ? '.' : line`: ${untrustedMarkdown(decision.sentence, WHOLE)}`;
  const parts = changes.length === 0 ? 'nothing changed' : counted(changes.length, 'change');
  const about = [parts, ...doneWords(findings)].join('; ');
  return told(line`${titleOf(design, id)} revised the decision (${about})${sentence}`, [
    ...changes.flatMap(changeBlocks),
    ...unmarked(design, after),
    ...under(lines(line`What was done about the findings:`), answersList(findings)),
  ]);
}

/** `findings: 2 acted on, 1 left open`; empty without findings. */
function doneWords(findings: EventOf<'revision_submitted'>['revision']['findings']): string[] {
  const done = membersOf(FINDING_WORDS).flatMap((each) => {
    const count = findings.filter(({ finding, done }) => finding.startsWith('F') && done === each).length;
    return count === 0 ? [] : [`${count} ${FINDING_WORDS[each].toLowerCase()}`];
  });
  return done.length === 0 ? [] : [`findings: ${done.join(', ')}`];
}
