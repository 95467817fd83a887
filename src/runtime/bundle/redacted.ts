import { decisionsOf } from '../../core/synthesis/decided.ts';
import { controlMarkdown } from '../../core/telling/paper/control.ts';
import { decisionMarkdown } from '../../core/telling/paper/decision.ts';
import { renderProposal } from '../../core/telling/paper/proposal.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { StoredEvent } from '../ports/store.ts';
import { sha256 } from './manifest.ts';

/** Counts the texts of these events that were removed (P12). */
export function removedTexts(events: readonly Pick<StoredEvent, 'words'>[]): number {
  return events.reduce((sum, { words = [] }) => sum + words.filter((word) => 'removed' in word).length, 0);
}

/**
 * Marks the decisions and proposals of a design that are no longer the texts that were signed and sealed, since words in them
 * were removed (P12): a tombstone is shown in their place. Changes nothing where nothing was removed.
 */
export function withTombstones(design: Design, events: readonly Pick<StoredEvent, 'words'>[]): Design {
  return removedTexts(events) === 0 ? design : tombstoned(design);
}

/** The same for a design of which words are known to be removed. */
export function tombstoned(design: Design): Design {
  const decided = decisionsOf(design).map(
    (each) => each.redacted === true || sha256(decisionMarkdown(design, each)) !== each.sha256,
  );
  const [isComposite = false, ...areRevisions] = decided;
  const last = design.composites.length - 1;
  const { sealed } = design.control;
  const isControlChanged = sealed !== null && sha256(controlMarkdown(design, sealed)) !== sealed.sha256;
  return {
    ...design,
    control: { ...design.control, sealed: sealed && marked(sealed, isControlChanged) },
    composites: design.composites.map((each, index) => marked(each, index === last && isComposite)),
    revisions: design.revisions.map((each, index) => marked(each, areRevisions[index] === true)),
    proposals: design.proposals.map((each) => marked(each, isChanged(design, each))),
  };
}

function marked<Text extends { readonly redacted?: true }>(text: Text, isRedacted: boolean): Text {
  return isRedacted ? { ...text, redacted: true } : text;
}

/** A proposal that was carried over is sealed in the design that it comes from, under the topic and letter of that. */
function isChanged(design: Design, sealed: Design['proposals'][number]): boolean {
  const isCarried = design.carried?.proposals.some((each) => each.sha256 === sealed.sha256) === true;
  return !isCarried && sha256(renderProposal(design, sealed)) !== sealed.sha256;
}
