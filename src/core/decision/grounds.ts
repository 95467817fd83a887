import { listSaidSentences } from '../questions/replies/sentences-said.ts';
import { wordsAndSignsOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import type { QuotedSentence } from '../vocabulary/event-parts.ts';
import type { Confirmation, Decision, Submission } from '../vocabulary/submission.ts';
import { listUnsupported } from './bearers.ts';
import { listChangesToConfirm } from './changes.ts';
import { keepSoundRowsOfChanges } from './check-audit.ts';
import { decidedOf, decisionsOf, type Grounds, listBearers } from './decided.ts';
import { applyChanges } from './patch.ts';
import { leaveOutChanges, listTakenOut } from './taken-out.ts';
import { listRefuted, sentenceRowsIn, sentenceRowsOf } from './tried.ts';

interface TextGrounds extends Grounds {
  /** Numbers of the changes that a confirmation takes out. */
  readonly takenOut?: readonly number[];
}

/**
 * What a submitted text stands on. It is recorded with it, people's sentences in their authors' own
 * letters, so that a later edit changes no text that was signed. `undefined` for a submission that
 * makes no text.
 */
export function groundsOf(design: Design, submission: Submission): TextGrounds | undefined {
  const before = decidedOf(design);
  switch (submission.tool) {
    case 'submit_composite':
      return groundsFor(design, submission.input.decision, [], []);
    case 'submit_revision': {
      if (before === null) return undefined;
      const decision = applyChanges(before.decision, submission.input.changes);
      return groundsFor(design, decision, before.quoted, listRefuted(design, decision));
    }
    case 'confirm_revision':
      return groundsAfter(design, submission.input);
    default:
      return undefined;
  }
}

/**
 * What the text stands on once the auditor has read its changes; `undefined` if there were none to
 * read.
 */
function groundsAfter(design: Design, input: Confirmation): TextGrounds | undefined {
  if (listChangesToConfirm(design).length === 0) return undefined;
  const confirmation = keepSoundRowsOfChanges(design, input);
  const takenOut = listTakenOut(design, confirmation);
  const texts = decisionsOf(design);
  const read = texts.at(-1);
  const text = read === undefined ? null : leaveOutChanges(design, takenOut, read);
  if (text === null) return undefined;
  const rows = [...sentenceRowsOf(design), ...sentenceRowsIn(read, confirmation.tried)];
  const refuted = listRefuted(design, text.decision, rows);
  const quoted = new Map(texts.flatMap((each) => each.quoted.map((said) => [said.name, said])));
  return { ...groundsFor(design, text.decision, [...quoted.values()], refuted), takenOut };
}

/**
 * What nothing carries in the current text by now: beside what was so when it was written, what the
 * audit has refuted and what people have taken back since.
 */
export function listUnsupportedNow(design: Design): readonly string[] {
  const decided = decidedOf(design);
  if (decided === null) return [];
  const { decision, quoted, unsupported } = decided;
  const now = groundsFor(design, decision, quoted, listRefuted(design, decision));
  return [...new Set([...unsupported, ...now.unsupported])];
}

/**
 * Why something that a text rests on holds no more: the audit refuted it, or its author took it
 * back.
 */
export const LAPSES = ['refuted', 'taken_back'] as const;
export type Lapse = (typeof LAPSES)[number];

/**
 * Claims and people's sentences that the current text rests on and that hold no more, by name. The
 * text itself stays as it was signed.
 */
export function findLapses(design: Design): ReadonlyMap<string, Lapse> {
  const decided = decidedOf(design);
  if (decided === null) return new Map();
  const bearers = listBearers(decided.decision);
  const refuted = listUnsupportedNow(design).filter((name) => bearers.includes(name));
  const said = listStillSaid(design, decided.quoted).map(({ name }) => name);
  const takenBack = decided.quoted.filter(({ name }) => !said.includes(name));
  return new Map<string, Lapse>([
    ...refuted.map((id) => [id, 'refuted'] as const),
    ...takenBack.map(({ name }) => [name, 'taken_back'] as const),
  ]);
}

function groundsFor(
  design: Design,
  decision: Decision,
  before: readonly QuotedSentence[],
  refuted: readonly string[],
): Grounds {
  const bearers = listBearers(decision);
  const quoted = listStillSaid(design, before).filter(({ name }) => bearers.includes(name));
  return { quoted, unsupported: listUnsupported(design, { decision, quoted }, refuted) };
}

/**
 * Sentences as people say them now, and earlier ones whose author says the same under another name
 * since an edit. None that its author gave up for another's answer.
 */
function listStillSaid(design: Design, before: readonly QuotedSentence[]): QuotedSentence[] {
  const now = listSaidSentences(design)
    .filter(({ isGivenUp }) => !isGivenUp)
    .map(({ name, author, text }) => ({ name, author, text }));
  const isSame = (one: QuotedSentence, other: QuotedSentence) =>
    one.author === other.author && wordsAndSignsOf(one.text) === wordsAndSignsOf(other.text);
  const renamed = before.filter(
    (each) =>
      !now.some(({ name }) => name === each.name) && now.some((other) => isSame(each, other)),
  );
  return [...now, ...renamed];
}
