import { decidedIn } from '../decision/decided.ts';
import { FATE_WORDS, fatesIn } from '../decision/fates.ts';
import { differenceLabel, positionLabel } from '../differences/labels.ts';
import { decisionInForce } from '../outcome/outcome.ts';
import { claimsOf, type LabelledClaim } from '../proposals/labels.ts';
import { isAssumed } from '../questions/questions.ts';
import { saidAbout } from '../questions/said.ts';
import type { CheckedCitation } from '../vocabulary/checked.ts';
import type { Argument, Design, Divergence } from '../vocabulary/design.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import { participant } from '../vocabulary/participants.ts';
import { FINDING_WORDS } from '../vocabulary/words.ts';
import { isVerdict } from './decision-status.ts';

export interface RecordPlace {
  /** The name to cite: `A-1`, `D1/1a`, `D1.2`, `Q2`, `S1`, `F1`, `decision`, `src/queue.ts:12`. */
  readonly name: string;
  /** For people, who do not know these names: *Outsider’s claim A-1*. */
  readonly source: string;
  readonly text: string;
}

/**
 * Everything in this design's record that an answer may cite, the most important for its decision first (J14). Excludes
 * anything from elsewhere, such as the given context and earlier decisions.
 */
export function recordPlaces(design: Design): RecordPlace[] {
  return [
    ...decisionPlaces(design),
    ...design.divergences.flatMap((divergence) => differencePlaces(design, divergence)),
    ...dissentPlaces(design),
    ...questionPlaces(design),
    ...claimsOf(design).map((claim) => claimPlace(design, claim)),
    ...findingPlaces(design),
    ...gatePlaces(design),
    ...verdictPlaces(design),
    ...design.divergences.flatMap((divergence) => argumentPlaces(design, divergence)),
    ...linePlaces(design),
    { name: 'topic', source: 'the topic', text: design.topic },
  ];
}

function place(name: string, source: string, ...parts: readonly string[]): RecordPlace {
  return { name, source, text: parts.filter((part) => part.trim() !== '').join('\n') };
}

function decisionPlaces(design: Design): RecordPlace[] {
  const decision = (decisionInForce(design) ?? decidedIn(design))?.decision;
  if (decision === undefined) return [];
  const { context, sentence, paragraph, harder, options, steps, risks, assumptions, open, revisitIf } =
    decision;
  return [
    place('decision', 'the decision', context, sentence, paragraph, labelled('What becomes harder', harder)),
    ...options.map(({ name, verdict, for: pro, against }, at) =>
      place(
        `option ${at + 1}`,
        `the option “${name}”`,
        `${name} (${verdict})`,
        labelled('For it', pro),
        labelled('Against it', against),
      ),
    ),
    ...steps.map(({ title, detail, undo }, at) =>
      place(`S${at + 1}`, `step ${at + 1}`, title, detail, labelled('To undo it', undo)),
    ),
    ...risks.map(({ risk, signal }, at) =>
      place(`risk ${at + 1}`, `risk ${at + 1}`, risk, labelled('How one would notice', signal)),
    ),
    ...assumptions.map(({ text, ifWrong }, at) =>
      place(`assumption ${at + 1}`, `assumption ${at + 1}`, text, labelled('If it is wrong', ifWrong)),
    ),
    ...open.map(({ text }, at) => place(`open ${at + 1}`, `open point ${at + 1}`, text)),
    ...revisitIf.map(({ fact, where, until }, at) =>
      place(
        `revisit ${at + 1}`,
        'when to look at it again',
        fact,
        labelled('Where one would see it', where),
        labelled('Until', until),
      ),
    ),
  ];
}

function differencePlaces(design: Design, divergence: Divergence): RecordPlace[] {
  const { id, description, positions, settlement } = divergence;
  const label = differenceLabel(id);
  const statement = (position: string) => positions.find((each) => each.id === position)?.statement ?? '';
  const settled =
    settlement === null
      ? 'It was not settled.'
      : settlement.outcome === 'settled_by_person'
        ? `${settlement.person} settled it: ${statement(settlement.position)}`
        : settlement.outcome === 'unresolved'
          ? 'It was left open after they argued.'
          : `They agreed in the end: ${statement(settlement.position)}`;
  return [
    place(id, `difference ${label}`, description, settled, settlement?.reason ?? ''),
    ...positions.map((position) => {
      const name = positionLabel(id, position.id);
      const holders = position.holders.map((holder) => titleOf(design, holder)).join(', ');
      return place(`${id}/${name}`, `position ${name}`, position.statement, labelled('Held by', holders));
    }),
  ];
}

function argumentPlaces(design: Design, { id, arguments: argued }: Divergence): RecordPlace[] {
  return argued.map(({ participant: by, text }: Argument, at) => {
    const title = titleOf(design, by);
    const source = `${title} on difference ${differenceLabel(id)}`;
    return place(`${id}.${at + 1}`, source, `${title}: ${text}`);
  });
}

function dissentPlaces(design: Design): RecordPlace[] {
  const dissents = design.signatures.filter(({ verdict }) => verdict === 'dissents');
  return dissents.map(({ participant: by, reason = '', dissent }, at) => {
    const title = titleOf(design, by);
    return place(`dissent ${at + 1}`, `${title}’s dissent`, labelled(title, reason), dissent);
  });
}

const NO_ANSWER: Record<Design['questions'][number]['status'], string> = {
  open: '',
  answered: '',
  assumed: 'Nobody answered',
  left_open: 'Nobody knew',
  not_read: 'No answer was read',
};

function questionPlaces(design: Design): RecordPlace[] {
  const asked = design.questions.map((question) => {
    const { id, text, why, assumption, status } = question;
    const said = saidAbout(design, question);
    const answers = said.answers.map((answer) => `${answer.author}: ${answer.quote}`);
    const names = [...new Set(said.answers.map(({ author }) => author))].join(' and ');
    const assumed = isAssumed(question)
      ? labelled(`${NO_ANSWER[status]}, so it was assumed`, assumption)
      : '';
    const source = names === '' ? `question ${id}` : `${names} on ${id}`;
    return place(id, source, text, labelled('Asked because', why), ...answers, assumed);
  });
  const replies = design.replies.map(({ author, text }, at) =>
    place(`R${at + 1}`, `${author}’s reply`, `${author}: ${text}`),
  );
  return [...asked, ...replies];
}

function claimPlace(design: Design, { id, participant: by, kind, text }: LabelledClaim): RecordPlace {
  const decided = decidedIn(design);
  const fates = decided === null ? [] : fatesIn(design, decided);
  const became = fates.find(({ claim }) => claim.id === id);
  const title = titleOf(design, by);
  return place(
    id,
    `${title}’s claim ${id}`,
    `${title} (${kind}): ${text}`,
    labelled('What became of it', became === undefined ? '' : FATE_WORDS[became.fate]),
    labelled('Because', became?.reason ?? ''),
  );
}

function findingPlaces(design: Design): RecordPlace[] {
  const { audit, revisions } = design;
  if (audit === null) return [];
  return audit.audit.findings.map(({ severity, text }, at) => {
    const name = `F${at + 1}`;
    const answered = revisions
      .flatMap(({ revision }) => revision.findings)
      .findLast((each) => each.finding === name);
    const became = answered === undefined ? '' : `${FINDING_WORDS[answered.done]}: ${answered.where}`;
    return place(name, `finding ${name} of the audit`, `${text} (${severity})`, became);
  });
}

function gatePlaces({ gates }: Design): RecordPlace[] {
  return gates.flatMap(({ decision }, at) =>
    decision === null || decision.by === ''
      ? []
      : [
          place(
            `gate ${at + 1}`,
            `${decision.by} at the gate`,
            `${decision.by}: ${decision.choice.replaceAll('_', ' ')}`,
            decision.note,
          ),
        ],
  );
}

function verdictPlaces(design: Design): RecordPlace[] {
  // All verdicts, so that each keeps its name when its author gives another.
  return design.followUps
    .filter(isVerdict)
    .map(({ by, verdict, note }, at) =>
      place(`verdict ${at + 1}`, `${by} after the end`, `${by} has ${verdict} the decision.`, note),
    );
}

function linePlaces(design: Design): RecordPlace[] {
  const checks: readonly (CheckedCitation | null)[] = [
    ...claimsOf(design).map(({ check }) => check),
    ...design.divergences.flatMap((divergence) => divergence.arguments.map(({ check }) => check)),
    ...(design.audit?.citations ?? []),
  ];
  const read = checks.flatMap((check) => {
    if (check?.status !== 'checked' || check.excerpt === undefined) return [];
    const { path, from, to, excerpt } = check;
    const name = `${path}:${from}${to === from ? '' : `-${to}`}`;
    return [place(name, name, excerpt)];
  });
  return [...new Map(read.map((each) => [each.name, each])).values()];
}

function labelled(label: string, text: string): string {
  return text.trim() === '' ? '' : `${label}: ${text}`;
}

function titleOf(design: Design, id: ParticipantId): string {
  return participant(design, id).title;
}
