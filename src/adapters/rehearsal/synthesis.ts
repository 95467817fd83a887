import type { Audit, Brief, Composite, SubmissionInput } from '../../core/submission.ts';
import type { Scene } from './scene.ts';
import { type Script, scriptOf } from './script.ts';
import { cut, MARK } from './words.ts';

const STEPS = [
  {
    title: 'Find out before building',
    detail: 'Do the first move of the leading proposal on paper, and write down what it shows.',
    undo: 'Nothing has been changed yet; throw the paper away.',
  },
  {
    title: 'Answer what is open',
    detail: 'Put the open questions to those who can know, with a date for each answer.',
    undo: 'An answer can be corrected as long as nothing rests on it.',
  },
  {
    title: 'Decide again',
    detail: 'Run the design with a model and the answers; go on only if the decision still stands.',
    undo: 'Stay with what runs today.',
  },
] as const;

export function submitComposite(scene: Scene): Composite {
  const { topic } = scene;
  const script = scriptOf(scene);
  const accounts = scene.ask.claims.map((claim) => accountFor(claim, scene, script));
  const of = (disposition: string) =>
    accounts.filter((account) => account.disposition === disposition).length;
  const ledger = ['adopted', 'merged', 'rejected', 'unresolved']
    .map((word) => `${of(word)} ${word}`)
    .join(', ');
  return {
    headline: cut(
      `${MARK} On ${topic}: begin with ${script.lead?.id}, and decide again with its result.`,
      300,
    ),
    summary: cut(
      [
        `**${MARK}** This shows the form of a composite and advises nothing.`,
        `**On ${topic}** begin with ${script.lead?.id}: ${script.lead?.text}`,
        ...(script.open === undefined
          ? []
          : [`**Left open:** whether to wait for ${script.open.id}: ${script.open.text}`]),
        `**Claims:** ${ledger}.`,
      ].join('\n\n'),
      8_000,
    ),
    steps: STEPS.map(({ title, detail }) => `${title}. ${detail}`),
    accounts,
    confidence: 0.6,
    rationale: `${MARK} It follows the plot that every rehearsal has.`,
  };
}

function accountFor(
  claim: Scene['ask']['claims'][number],
  { ask }: Scene,
  { yielding, open, decisive }: Script,
): Composite['accounts'][number] {
  const account = { claim: claim.id, disposition: 'adopted' as const, into: '', reason: '' };
  if (claim.id === yielding?.id) {
    const reason = `It was to come first, and ${decisive?.id} outweighs that.`;
    return { ...account, disposition: 'rejected', reason };
  }
  if (claim.id === open?.id) return { ...account, disposition: 'unresolved' };
  const assumption = ask.claims.find(({ kind }) => kind === 'assumption');
  if (claim.kind === 'assumption' && assumption !== undefined && assumption.id !== claim.id) {
    const reason = 'Both wait for an answer that nobody has given yet; the list of open questions has it.';
    return { ...account, disposition: 'merged', into: assumption.id, reason };
  }
  return account;
}

/** The persona that argued against waiting dissents, so that a rehearsal shows how a dissent is kept. */
export function sign(scene: Scene): SubmissionInput<'sign'> {
  const { ask, title, concedes } = scene;
  const { dissenter, open } = scriptOf(scene);
  if (ask.ownLabel === '' || ask.ownLabel !== dissenter) {
    const rationale = `${MARK} What ${title} claimed is accounted for, and the first step can be taken back.`;
    return { verdict: 'signs', dissent: '', confidence: 0.7, rationale };
  }
  const dissent = `${MARK} I do not sign. Whether to wait for ${open?.id} was left open, and the composite goes on as if it were settled. I would concede when this holds: ${concedes} Nothing in the record shows it.`;
  return {
    verdict: 'dissents',
    dissent: cut(dissent, 3_000),
    confidence: 0.6,
    rationale: `${MARK} A dissent is kept word for word and stands in the brief.`,
  };
}

export function submitAudit(scene: Scene): Audit {
  const { ask, topic } = scene;
  const { open } = scriptOf(scene);
  const findings: Audit['findings'] = [
    {
      kind: 'feasibility',
      severity: 'major',
      text: 'Rehearsed finding: no step says who does it or by when, so nobody can tell that it is late.',
    },
    {
      kind: 'edge_case',
      severity: 'minor',
      text: 'Rehearsed finding: nothing is said for the case that the first step shows there is nothing to decide.',
    },
  ];
  if (open !== undefined) {
    const text = `Rehearsed finding: ${open.id} stays open, and no step would close it.`;
    findings.push({ kind: 'blind_spot', severity: 'minor', text });
  }
  const assumed = ask.assumptions.length;
  return {
    findings,
    premortem: `${MARK} What was decided on ${topic} was carried out to the letter and failed: ${assumed === 0 ? 'an' : `one of ${assumed}`} assumed ${assumed < 2 ? 'answer was' : 'answers was'} wrong, and it was nobody's task to ask again.`,
    confidence: 0.65,
    rationale: `${MARK} Two kinds of finding are enough to show where they appear.`,
  };
}

export function submitBrief(scene: Scene): Brief {
  const { ask, topic } = scene;
  const { lead, yielding, open, decisive } = scriptOf(scene);
  const risks = ask.claims.filter((claim) => claim.kind === 'risk').slice(0, 3);
  return {
    title: cut(`REHEARSAL: ${topic}`, 200),
    decision: `${MARK} On ${topic}: take the first step only, and decide again with what it shows.`,
    paragraph: cut(
      `${MARK} Nothing here is advice; it shows where a decision, its reasons and its price would stand. The leading claim is ${lead?.id}: ${lead?.text} It costs the time until the first step is read. ${open === undefined ? '' : `Open is ${open.id}: ${open.text}`}`,
      3_000,
    ),
    steps: [...STEPS],
    risks: risks.map(({ id, text }) => ({
      risk: cut(`${id}: ${text}`, 600),
      signal: 'Somebody repeats that answer without a figure.',
    })),
    notDoing:
      yielding === undefined
        ? []
        : [{ what: cut(yielding.text, 400), why: `${yielding.id} gave way to ${decisive?.id}.` }],
    ifAssumptionsFail: ask.assumptions.map(({ id }) => ({
      question: id,
      effect: 'The first step stays; what follows from it is decided again.',
    })),
    openQuestions: ask.assumptions.slice(0, 15).map(({ question }) => cut(question, 500)),
    confidence: 0.6,
    rationale: `${MARK} The brief follows the composite and names what is open.`,
  };
}
