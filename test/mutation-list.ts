const QUICK = ['quick'] as const;
const IN_PROCESS = ['quick', 'in process'] as const;
const WITH_PROCESSES = ['real'] as const;

export interface Mutation {
  readonly mistake: string;
  /**
   * Projects of `vitest.config.ts` that see it; `in process` is `real` without the files that start
   * processes.
   */
  readonly layer: readonly string[];
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly search: string;
  readonly replace: string;
}

/** Mistakes that the tests of their layers must see, each by a handful (`test/mutations.ts`). */
export const MUTATIONS: readonly Mutation[] = [
  {
    mistake: 'a lost session is replaced twice',
    layer: QUICK,
    file: 'src/core/workflow/sessions/replacement.ts',
    search: 'const MAX_REPLACEMENTS = 1;',
    replace: 'const MAX_REPLACEMENTS = 2;',
  },
  {
    mistake: 'the dead count as alive',
    layer: QUICK,
    file: 'src/core/vocabulary/participants.ts',
    search: "return state !== 'dead' && state !== 'released';",
    replace: "return state !== 'released';",
  },
  {
    mistake: 'proposals are shown before the reveal',
    layer: QUICK,
    file: 'src/turns/prompt/transcript.ts',
    search: '...(isAfterReveal(design) ? deliberationSections(design) : []),',
    replace:
      '...deliberationSections({ ...design, proposals: design.proposals.map((each) => ({ ...each, revealed: true })) }),',
  },
  {
    mistake: 'the ceiling of a design is doubled where rounds begin',
    layer: QUICK,
    file: 'src/core/policy/reserve.ts',
    search: 'return budgetUsd !== null && sumSpentUsd(design) >= budgetUsd;',
    replace: 'return budgetUsd !== null && sumSpentUsd(design) >= 2 * budgetUsd;',
  },
  {
    mistake: 'the ceiling of a design is doubled in what is left for a round',
    layer: QUICK,
    file: 'src/core/policy/reserve.ts',
    search: 'Math.max(0, budgetUsd - sumSpentUsd(design))',
    replace: 'Math.max(0, 2 * budgetUsd - sumSpentUsd(design))',
  },
  {
    mistake: 'the ceiling of a design is doubled where calls begin',
    layer: IN_PROCESS,
    file: 'src/engine/limits/ceilings.ts',
    search: 'roomIn(calling.budgetUsd, calling.spending())',
    replace: 'roomIn(calling.budgetUsd && 2 * calling.budgetUsd, calling.spending())',
  },
  {
    mistake: 'who may read is yes where the platform does not say',
    layer: IN_PROCESS,
    file: 'src/engine/access/may-read.ts',
    search: 'readers.canOpen(person.id, thread.channel, reading.asking)',
    replace: 'readers.canOpen(person.id, thread.channel, reading.asking).catch(() => true)',
  },
  {
    mistake: 'a token reads every channel',
    layer: IN_PROCESS,
    file: 'src/engine/access/may-read.ts',
    search: 'return thread !== null && channels.includes(placeName(thread));',
    replace: 'return true;',
  },
  {
    mistake: 'configured keys are not redacted',
    layer: IN_PROCESS,
    file: 'src/foundation/redaction.ts',
    search: 'forms.flatMap((form) => findOccurrences(text, form))',
    replace: 'forms.slice(0, 0).flatMap((form) => findOccurrences(text, form))',
  },
  {
    mistake: 'the hashes of the chain are not compared',
    layer: IN_PROCESS,
    file: 'src/record/chain.ts',
    search: 'if (hash !== chainEvent(head, seq, event)) {',
    replace: 'if (hash === undefined) {',
  },
  {
    mistake: 'low confidence asks nobody',
    layer: QUICK,
    file: 'src/core/outcome/should-gate.ts',
    search: "not_signed: ({ why }) => why !== 'reservation',",
    replace: "not_signed: ({ why }) => why === 'nobody',",
  },
  {
    mistake: 'high differences never count',
    layer: QUICK,
    file: 'src/core/outcome/should-gate.ts',
    search: 'difference_open: ({ isArgued }) => isArgued,',
    replace: 'difference_open: () => false,',
  },
  {
    mistake: 'a loss that is reported again counts again',
    layer: QUICK,
    file: 'src/core/workflow/sessions/lifecycle.ts',
    search: 'if (isLive(holder.session)) {\n    lose(draft, holder, cause);',
    replace: 'if (holder.session !== undefined) {\n    lose(draft, holder, cause);',
  },
  {
    mistake: 'a round has half of the time while later ones cannot be estimated, not a third',
    layer: QUICK,
    file: 'src/core/policy/time-left.ts',
    search: 'const FIRST_SHARE = 1 / 3;',
    replace: 'const FIRST_SHARE = 1 / 2;',
  },
  {
    mistake: 'the confidence below which a gate opens is a twentieth higher by default',
    layer: WITH_PROCESSES,
    file: 'src/entry/variables.ts',
    search: "'0.4',",
    replace: "'0.45',",
  },
  {
    mistake: 'a gate opens at the confidence itself',
    layer: QUICK,
    file: 'src/core/outcome/confidence.ts',
    search: 'confidence < design.settings.gateBelow',
    replace: 'confidence <= design.settings.gateBelow',
  },
  {
    mistake: 'the file with the token for the command line can be read by a group',
    layer: WITH_PROCESSES,
    file: 'src/entry/daemon-file.ts',
    search: 'Buffer.from(text), 0o600, true);',
    replace: 'Buffer.from(text), 0o640, true);',
  },
  {
    mistake: 'the label of a button in Slack is not cut',
    layer: QUICK,
    file: 'src/surfaces/slack/drawing/draw.ts',
    search: 'const text = drawPlain(cutWords(foldToOneLine(label), LIMITS.buttonText));',
    replace: 'const text = drawPlain(foldToOneLine(label));',
  },
  {
    mistake: 'the label of a button in Discord is not cut',
    layer: QUICK,
    file: 'src/surfaces/discord/drawing/controls.ts',
    search: "label: cutWords(foldToOneLine(label), LIMITS.buttonLabel) || '…',",
    replace: "label: foldToOneLine(label) || '…',",
  },
  {
    mistake: 'a call whose answer is refused costs nothing',
    layer: QUICK,
    file: 'src/core/policy/reserve.ts',
    search: '({ costUsd }) => costUsd ?? 0',
    replace: "({ costUsd, outcome }) => (outcome === 'refused' ? 0 : (costUsd ?? 0))",
  },
];
