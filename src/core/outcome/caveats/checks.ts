import { decidedIn } from '../../decision/decided.ts';
import { findingsOf } from '../../decision/findings.ts';
import { sentencesOf } from '../../decision/sentences.ts';
import { lettersOf } from '../../vocabulary/compared.ts';
import type { Design } from '../../vocabulary/design.ts';
import { isUnsure } from '../should-gate.ts';
import { isUnsupportedApproval } from '../text-checks/approvals.ts';
import { type Brought, broughtIn } from '../text-checks/brought.ts';
import { unsupportedCommands } from '../text-checks/commands.ts';
import { isInOtherLanguage } from '../text-checks/language.ts';
import { knownNumbers, unsupportedNumbers } from '../text-checks/numbers.ts';
import { cannotBeUndone } from '../text-checks/undo.ts';
import type { Caveat, Titled } from './kinds.ts';
import { titled } from './text.ts';

/** If no signer reaches this, that is a caveat, even if none counts as unsure. Our own choice. */
const SURE = 0.6;

/** Caveats that code finds in the text and its signatures, with their words. No other place looks for them (J11). */
export function checkCaveats(design: Design): Caveat[] {
  const decision = decidedIn(design)?.decision;
  if (decision === undefined) return [];
  const sentences = sentencesOf(decision).map(({ text }) => text);
  const brought = broughtIn(design);
  const { steps, risks } = decision;
  const isFinal = steps.length > 0 && steps.every(({ undo }) => cannotBeUndone(undo));
  return [
    ...unsupportedWords(design, sentences, brought),
    ...otherLanguage(design, sentences),
    ...(isFinal ? [{ kind: 'no_way_back' } as const] : []),
    ...(risks.length === 0 ? [{ kind: 'no_risk' } as const] : []),
    ...(isAuditEmpty(design) ? [{ kind: 'empty_audit' } as const] : []),
    ...signatureChecks(design),
  ];
}

function unsupportedWords(design: Design, sentences: readonly string[], brought: Brought): Caveat[] {
  const { people, cited, personas } = brought;
  const everything = [...people, ...cited, ...personas];
  const known = knownNumbers(everything);
  const year = new Date(design.startedAt).getUTCFullYear();
  const heard = {
    speakers: [
      design.startedBy,
      ...design.participants.map(({ title }) => title),
      ...[...design.replies, ...design.people].map(({ author }) => author),
    ],
    brought: [...people, ...cited],
    everything: [...everything, ...sentences],
  };
  const found = {
    approval_of_nobody: sentences.filter((each) => isUnsupportedApproval(each, heard)),
    command_of_nobody: sentences.flatMap((each) => unsupportedCommands(each, brought)),
    number_of_nobody: sentences.flatMap((each) => unsupportedNumbers(each, known, year)),
  };
  return (['approval_of_nobody', 'command_of_nobody', 'number_of_nobody'] as const).flatMap((kind) => {
    const words = [...new Set(found[kind])];
    return words.length === 0 ? [] : [{ kind, words }];
  });
}

function otherLanguage({ frame }: Design, sentences: readonly string[]): Caveat[] {
  if (frame === null || frame.language === '') return [];
  const isOther = isInOtherLanguage(sentences.join(' '), frame.language);
  return isOther ? [{ kind: 'other_language', language: frame.language }] : [];
}

/** The proposals differ on what matters most, and the audit found nothing. */
function isAuditEmpty(design: Design): boolean {
  const { audit, divergences } = design;
  return (
    audit !== null && findingsOf(design).length === 0 && divergences.some(({ impact }) => impact === 'high')
  );
}

/** Looks only at signers, since a dissent is a caveat by itself. */
function signatureChecks(design: Design): Caveat[] {
  const signatures = design.signatures.filter(({ verdict }) => verdict === 'signs');
  const same = [
    ...Map.groupBy(signatures, ({ weakest, rationale }) => lettersOf(`${weakest}\n${rationale}`)).values(),
  ];
  const alike: Titled[] = same
    .filter((its) => its.length > 1)
    .flat()
    .map(({ participant }) => titled(design, participant));
  const sure = signatures.map(({ confidence }) => confidence);
  const [least, most] = [Math.min(...sure), Math.max(...sure)];
  const isDoubted = sure.length > 0 && most < SURE && !isUnsure(design, least);
  return [
    ...(alike.length > 0 ? [{ kind: 'equal_signatures', signers: alike } as const] : []),
    ...(isDoubted ? [{ kind: 'unsure_signatures', least, most } as const] : []),
  ];
}
