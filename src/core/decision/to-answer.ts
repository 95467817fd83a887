import { labelDifference } from '../differences/labels.ts';
import { nameOfReply } from '../questions/quoting/named-replies.ts';
import type { Design } from '../vocabulary/design.ts';
import { listRepliesSinceText } from './decided.ts';
import { findingsOf } from './findings.ts';
import { leftOutOf, type PersonSaid } from './people.ts';

/** Something a change may answer, under the name the change uses. */
export type ToAnswer =
  | {
      readonly kind: 'finding';
      readonly name: string;
      readonly severity: string;
      /** The auditor read the change for it and found it unanswered. */
      readonly isDenied: boolean;
    }
  | { readonly kind: 'sentence'; readonly name: string; readonly person: string; readonly said: PersonSaid }
  | {
      readonly kind: 'settled' | 'said' | 'note';
      readonly name: string;
      readonly person: string;
    };

export function listToAnswer(design: Design): ToAnswer[] {
  const { divergences, gates } = design;
  const note = gates.findLast(({ decision }) => decision?.choice === 'send_back')?.decision;
  return [
    ...findingsOf(design).map(({ id: name, severity, confirmed }) => {
      return { kind: 'finding' as const, name, severity, isDenied: confirmed === false };
    }),
    ...leftOutOf(design).map((sentence) => {
      return { kind: 'sentence' as const, name: sentence.name, person: sentence.author, said: sentence };
    }),
    ...divergences.flatMap(({ id, settlement }): ToAnswer[] =>
      settlement?.outcome === 'settled_by_person'
        ? [{ kind: 'settled', name: labelDifference(id), person: settlement.person }]
        : [],
    ),
    ...listRepliesSinceText(design).map((reply) => {
      return { kind: 'said' as const, name: nameOfReply(reply), person: reply.author };
    }),
    ...(note ? [{ kind: 'note' as const, name: 'note', person: note.by }] : []),
  ];
}
