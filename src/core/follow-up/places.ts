import { decidedOf } from '../decision/decided.ts';
import { listFates } from '../decision/fates.ts';
import { findingsOf } from '../decision/findings.ts';
import { itemsOf, namePart, partFieldsOf } from '../decision/parts.ts';
import { labelDifference, labelPosition, statementOf } from '../differences/labels.ts';
import { findDecisionInForce } from '../outcome/outcome.ts';
import { claimsOf } from '../proposals/labels.ts';
import { namePlace } from '../proposals/place.ts';
import { findSaidAbout } from '../questions/replies/answers-given.ts';
import { isAssumed } from '../questions/replies/questions.ts';
import { removeRequest } from '../questions/replies/requests.ts';
import type { CheckedCitation } from '../vocabulary/checked.ts';
import type { Argument, Design, Divergence } from '../vocabulary/design.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import { findParticipant } from '../vocabulary/participants.ts';
import { membersOf } from '../vocabulary/sets.ts';
import { LISTED_PARTS } from '../vocabulary/submission.ts';
import { FATE_WORDS, FINDING_WORDS } from '../vocabulary/words.ts';
import { isVerdict } from './decision-status.ts';

export interface RecordPlace {
  /**
   * The name to cite: `A-1`, `D1/1a`, `D1.2`, `Q2`, `F1`, `decision`, `step 1`, `src/queue.ts:12`.
   */
  readonly name: string;
  /** For people, who do not know these names: *Outsider’s claim A-1*. */
  readonly source: string;
  readonly text: string;
}

/**
 * Everything in this design's record that an answer may cite, the most important for its decision
 * first. Excludes anything from elsewhere, such as the given context and earlier decisions.
 */
export function listRecordPlaces(design: Design): RecordPlace[] {
  return [
    ...decisionPlacesIn(design),
    ...design.divergences.flatMap((divergence) => differencePlacesIn(design, divergence)),
    ...dissentPlacesIn(design),
    ...questionPlacesIn(design),
    ...claimPlacesIn(design),
    ...findingPlacesIn(design),
    ...gatePlacesIn(design),
    ...verdictPlacesIn(design),
    ...design.divergences.flatMap((divergence) => argumentPlacesIn(design, divergence)),
    ...linePlacesIn(design),
    { name: 'topic', source: 'the topic', text: design.topic },
  ];
}

function makePlace(name: string, source: string, ...parts: readonly string[]): RecordPlace {
  return { name, source, text: parts.filter((part) => part.trim() !== '').join('\n') };
}

function decisionPlacesIn(design: Design): RecordPlace[] {
  // The draft if none came into force.
  const decision = (findDecisionInForce(design) ?? decidedOf(design))?.decision;
  if (decision === undefined) return [];
  const parts = membersOf(LISTED_PARTS).flatMap((part) =>
    itemsOf(decision, part).map((item, index) => {
      const { rests: _, ...fields } = partFieldsOf(item);
      const name = namePart(part, index + 1);
      return makePlace(
        name,
        name,
        ...Object.entries(fields).map(([field, text]) => labelText(field, text)),
      );
    }),
  );
  return [makePlace('decision', 'the decision', decision.sentence), ...parts];
}

function differencePlacesIn(design: Design, divergence: Divergence): RecordPlace[] {
  const { id, description, positions, settlement } = divergence;
  const { outcome = 'not settled', position = null, reason = '' } = settlement ?? {};
  const by = settlement?.outcome === 'settled_by_person' ? settlement.person : '';
  return [
    makePlace(
      id,
      `difference ${labelDifference(id)}`,
      description,
      labelText('Outcome', outcome.replaceAll('_', ' ')),
      labelText('By', by),
      labelText('Position', position === null ? '' : statementOf(divergence, position)),
      reason,
    ),
    ...positions.map((each) => {
      const name = labelPosition(id, each.id);
      const holders = each.holders.map((holder) => titleOf(design, holder)).join(', ');
      return makePlace(
        `${id}/${name}`,
        `position ${name}`,
        each.statement,
        labelText('Held by', holders),
      );
    }),
  ];
}

function argumentPlacesIn(design: Design, { id, arguments: argued }: Divergence): RecordPlace[] {
  return argued.map(({ participant: by, text }: Argument, at) => {
    const title = titleOf(design, by);
    const source = `${title} on difference ${labelDifference(id)}`;
    return makePlace(`${id}.${at + 1}`, source, `${title}: ${text}`);
  });
}

function dissentPlacesIn(design: Design): RecordPlace[] {
  const dissents = design.signatures.filter(({ verdict }) => verdict === 'dissents');
  return dissents.map(({ participant: by, reason = '', dissent }, at) => {
    const title = titleOf(design, by);
    return makePlace(`dissent ${at + 1}`, `${title}’s dissent`, labelText(title, reason), dissent);
  });
}

function questionPlacesIn(design: Design): RecordPlace[] {
  const asked = design.questions.map((question) => {
    const { id, text, why, assumption, status } = question;
    const wordsAbout = findSaidAbout(design, question);
    const answers = wordsAbout.answers.map((answer) => `${answer.author}: ${answer.quote}`);
    const names = [...new Set(wordsAbout.answers.map(({ author }) => author))].join(' and ');
    const assumed = isAssumed(question)
      ? labelText(`No answer (${status}), assumed`, assumption)
      : '';
    const source = names === '' ? `question ${id}` : `${names} on ${id}`;
    return makePlace(id, source, text, labelText('Asked because', why), ...answers, assumed);
  });
  const replies = design.replies.flatMap((reply, at) => {
    const { author } = reply;
    const said = removeRequest(reply);
    return said === '' ? [] : [makePlace(`R${at + 1}`, `${author}’s reply`, `${author}: ${said}`)];
  });
  return [...asked, ...replies];
}

function claimPlacesIn(design: Design): RecordPlace[] {
  const fates = listFates(design);
  return claimsOf(design).map(({ id, participant: by, kind, text }) => {
    const fate = fates.find(({ claim }) => claim.id === id)?.fate;
    const title = titleOf(design, by);
    const became = fate === undefined ? '' : FATE_WORDS[fate];
    return makePlace(
      id,
      `${title}’s claim ${id}`,
      `${title} (${kind}): ${text}`,
      labelText('What became of it', became),
    );
  });
}

function findingPlacesIn(design: Design): RecordPlace[] {
  return findingsOf(design).map(({ id, severity, text, answer }) => {
    const became = answer === null ? '' : `${FINDING_WORDS[answer.done]}: ${answer.where}`;
    return makePlace(id, `finding ${id} of the audit`, `${text} (${severity})`, became);
  });
}

function gatePlacesIn({ gates }: Design): RecordPlace[] {
  return gates.flatMap(({ decision }, at) =>
    decision === null || decision.by === ''
      ? []
      : [
          makePlace(
            `gate ${at + 1}`,
            `${decision.by} at the gate`,
            `${decision.by}: ${decision.choice.replaceAll('_', ' ')}`,
            decision.note,
          ),
        ],
  );
}

function verdictPlacesIn(design: Design): RecordPlace[] {
  // All verdicts, so that each keeps its name when its author gives another.
  return design.followUps
    .filter(isVerdict)
    .map(({ by, verdict, note }, at) =>
      makePlace(
        `verdict ${at + 1}`,
        `${by} after the end`,
        `${by} has ${verdict} the decision.`,
        note,
      ),
    );
}

function linePlacesIn(design: Design): RecordPlace[] {
  const checks: readonly (CheckedCitation | null)[] = [
    ...claimsOf(design).map(({ check }) => check),
    ...design.divergences.flatMap((divergence) => divergence.arguments.map(({ check }) => check)),
    ...(design.audit?.citations ?? []),
  ];
  const read = checks.flatMap((check) => {
    if (check?.status !== 'checked' || check.excerpt === undefined) return [];
    const name = namePlace(check);
    return [makePlace(name, name, check.excerpt)];
  });
  return [...new Map(read.map((each) => [each.name, each])).values()];
}

function labelText(label: string, text: string): string {
  return text.trim() === '' ? '' : `${label}: ${text}`;
}

function titleOf(design: Design, id: ParticipantId): string {
  return findParticipant(design, id).title;
}
