import * as z from 'zod';

/**
 * How citations stood in events up to shape 4: as one text that nobody had checked, and a claim did not say which option
 * it speaks about.
 */
const Claim = z.looseObject({ citation: z.string() }).transform(({ citation, ...claim }) => ({
  ...claim,
  about: '',
  stance: 'neither',
  citation: { place: citation, quote: '' },
}));
const Finding = z.looseObject({ citation: z.undefined().optional() }).transform((finding) => ({
  ...finding,
  citation: { place: '', quote: '' },
}));
const citations = z.undefined().optional();
const Sealed = z
  .looseObject({ proposal: z.looseObject({ claims: z.array(Claim) }), citations })
  .transform((sealed) => ({ ...sealed, citations: [] }));
const Audited = z
  .looseObject({ audit: z.looseObject({ findings: z.array(Finding) }), citations })
  .transform((audited) => ({ ...audited, citations: [] }));
const Started = z.looseObject({ carried: z.looseObject({ proposals: z.array(Sealed) }) });

/** The event with its citations in the present shape; one that has them so already comes back as it is. */
export function withCitations(stored: { readonly type: unknown }): unknown {
  switch (stored.type) {
    case 'proposal_sealed':
      return Sealed.safeParse(stored).data ?? stored;
    case 'audit_submitted':
      return Audited.safeParse(stored).data ?? stored;
    case 'design_started':
      return Started.safeParse(stored).data ?? stored;
    default:
      return stored;
  }
}
