const QUICK = ['quick'] as const;
const IN_PROCESS = ['quick', 'process'] as const;

export interface Mutation {
  readonly mistake: string;
  /** Projects of `vitest.config.ts` that see it. */
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
    file: 'src/core/outcome/policy/reserve.ts',
    search: 'return budgetUsd !== null && spentUsd(design) >= budgetUsd;',
    replace: 'return budgetUsd !== null && spentUsd(design) >= 2 * budgetUsd;',
  },
  {
    mistake: 'the ceiling of a design is doubled in what is left for a round',
    layer: QUICK,
    file: 'src/core/outcome/policy/reserve.ts',
    search: 'Math.max(0, budgetUsd - spentUsd(design))',
    replace: 'Math.max(0, 2 * budgetUsd - spentUsd(design))',
  },
  {
    mistake: 'the ceiling of a design is doubled where calls begin',
    layer: QUICK,
    file: 'src/engine/limits/ceilings.ts',
    search: 'roomIn(design.budgetUsd, design.spending())',
    replace: 'roomIn(design.budgetUsd && 2 * design.budgetUsd, design.spending())',
  },
  {
    mistake: 'who may read is yes where the platform does not say',
    layer: IN_PROCESS,
    file: 'src/engine/access/may-read.ts',
    search: 'readers.canOpen(person.id, thread.channel, reading.asking);',
    replace: 'readers.canOpen(person.id, thread.channel, reading.asking).catch(() => true);',
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
    search: 'forms.flatMap((form) => occurrences(text, form))',
    replace: 'forms.slice(0, 0).flatMap((form) => occurrences(text, form))',
  },
  {
    mistake: 'the hashes of the chain are not compared',
    layer: IN_PROCESS,
    file: 'src/engine/ports/chain.ts',
    search: 'if (hash !== chained(head, seq, event)) {',
    replace: 'if (hash === undefined) {',
  },
  {
    mistake: 'low confidence asks nobody',
    layer: QUICK,
    file: 'src/core/outcome/should-gate.ts',
    search: 'low_confidence: (design) => unsureOf(design).unsure.length > 0,',
    replace: 'low_confidence: () => false,',
  },
  {
    mistake: 'high differences never count',
    layer: QUICK,
    file: 'src/core/outcome/should-gate.ts',
    search: 'unresolved_high_impact: (design) => unresolvedOfHighImpact(design).length > 0,',
    replace: 'unresolved_high_impact: () => false,',
  },
];
