import { labelDifference } from '../differences/labels.ts';
import { nameOfReply } from '../questions/quoting/named-replies.ts';
import { findTaken } from '../questions/replies/questions.ts';
import { nameOfNote } from '../questions/replies/sentences-said.ts';
import type { Design } from '../vocabulary/design.ts';
import { listRepliesSinceText } from './decided.ts';
import { isDenied, listFindingsToAnswer } from './findings.ts';
import { listSentencesLeftOut, type PersonSaid } from './people.ts';

/** Something a change may answer, under the name the change uses. */
export type ToAnswer =
  | {
      readonly kind: 'finding';
      readonly name: string;
      readonly severity: string;
      /** The auditor found it unanswered by the change for it, or the change was taken out. */
      readonly isDenied: boolean;
    }
  | {
      readonly kind: 'sentence';
      readonly name: string;
      readonly person: string;
      readonly said: PersonSaid;
    }
  | {
      readonly kind: 'settled' | 'said' | 'note';
      readonly name: string;
      readonly person: string;
    };

export function listToAnswer(design: Design): ToAnswer[] {
  const { divergences, gates } = design;
  const sentBack = gates.filter(({ decision }) => decision?.choice === 'send_back');
  return [
    ...listFindingsToAnswer(design).map((finding) => {
      const { id: name, severity } = finding;
      return { kind: 'finding' as const, name, severity, isDenied: isDenied(finding) };
    }),
    ...listSentencesLeftOut(design).map((sentence) => {
      return {
        kind: 'sentence' as const,
        name: sentence.name,
        person: sentence.author,
        said: sentence,
      };
    }),
    ...divergences.flatMap(({ id, settlement }): ToAnswer[] =>
      settlement?.outcome === 'settled_by_person'
        ? [{ kind: 'settled', name: labelDifference(id), person: settlement.person }]
        : [],
    ),
    ...listRepliesSinceText(design).map((reply) => {
      // Its words have the name of the reply whose answer it takes.
      const kind = reply.takes === undefined ? ('said' as const) : ('settled' as const);
      return { kind, name: nameOfReply(findTaken(design, reply) ?? reply), person: reply.author };
    }),
    ...sentBack.map(({ id, decision }) => {
      return { kind: 'note' as const, name: nameOfNote(gates, id), person: decision?.by ?? '' };
    }),
  ];
}
