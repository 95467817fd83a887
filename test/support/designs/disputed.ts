import type { Audit } from '#core/vocabulary/submission.ts';
import { given, type World } from './given.ts';
import type { Beginning, Script } from './given-start.ts';
import { audit, differ, matching, refuting } from './given-submission.ts';

export const CEM_SAYS = 'There were 3 incidents.';
export const BEN_SAYS = '1 incident, not 3.';

/** Cem has answered Q1, and Ben then says otherwise. Nothing else speaks against the decision. */
export function disputed(says: Script = {}, beginning: Beginning = {}): World {
  const world = given({ ...beginning, says: { audit: judging({}), ...says } }).reach('answering');
  world.says('m1', CEM_SAYS, 'Cem', 'U-cem');
  world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
  world.says('m2', BEN_SAYS, 'Ben', 'U-ben');
  world.submits('synthesizer', differ(matching(['Q1', 'R2', '1 incident']), 'Q1', 'R1', 'R2'));
  return world;
}

type Fate = Audit['said'][number]['fate'];

/**
 * An audit without findings that gives these sentences of people these fates, and all others none;
 * reflected ones by sentence 1.
 */
export function judging(fates: Readonly<Record<string, Fate>>): NonNullable<Script['audit']> {
  return (design) => {
    const { tool, input } = audit();
    const said = Object.entries(fates).map(([name, fate]) => {
      const sentence = fate === 'reflected' || fate === 'contradicted' ? '1' : '';
      return { said: name, why: `It is not what ${name} says.`, sentence, fate };
    });
    return refuting(design, { tool, input: { ...input, said } });
  };
}
