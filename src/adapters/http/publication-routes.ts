import { Hono } from 'hono';
import * as z from 'zod';
import { FORGE_WORDS } from '../../core/telling/facts/publishing.ts';
import type { Forge } from '../../runtime/ports/forge.ts';
import { type PublishingPlan, planPublication, publish } from '../../runtime/publishing/publish.ts';
import { readBody } from './body.ts';
import { type Designs, designOf, keyOf, signed } from './design-routes.ts';
import { claimedPerson } from './person.ts';
import { Problem, problemOf } from './problem.ts';
import { isPreview } from './route-rules.ts';

const NewPublication = z.strictObject({
  /** `owner/name`. Left out: where it was published before, else the first that is listed. */
  repository: z.string().max(200).optional(),
  author: claimedPerson,
});

/**
 * A decision as a pull request, and its steps as issues. With `?preview` nothing is changed. `forge`: `null` where none is set up.
 * One publication at a time: two at once would both find that nothing is there yet.
 */
export function publicationRoutes(designs: Designs, forge: Forge | null, closing: AbortSignal): Hono {
  const routes = new Hono();
  let underWay: Promise<unknown> = Promise.resolve();
  routes.post('/:id/publication', async (context) => {
    const { repository = null, author } = await readBody(context, NewPublication);
    const { id } = await designOf(context, designs);
    if (forge === null) throw new Problem('conflict', FORGE_WORDS.unset);
    const preview = isPreview(context);
    const load: Designs['design'] = (wanted) => designs.design(wanted);
    const work = async () => {
      const design = await designOf(context, designs);
      const plan = await planPublication({ forge, design: load }, design, repository, closing);
      if ('code' in plan) throw problemOf(plan);
      if (preview) return { ...shownPlan(plan), preview };
      const publication = await publish({ forge }, design, plan, closing);
      const command = { type: 'record_publication', publication, ...signed(context, author) } as const;
      const answered = await designs.command(id, command, keyOf(context)).answered;
      if (!answered.accepted) throw problemOf(answered.refusal);
      return { ...shownPlan(plan), ...publication, preview };
    };
    const working = underWay.then(work, work);
    underWay = working;
    return context.json({ designId: id, ...(await working) });
  });
  return routes;
}

/** A plan as outsiders see it. `isThere`: it was found, so nothing is made. */
function shownPlan({ repository, number, path, branch, isRenumbered, pull, issues }: PublishingPlan) {
  const { title, body, files, there } = pull;
  return {
    ...{ repository, number, path, branch, isRenumbered },
    proposed: { title, body, files, isThere: there !== null && !isRenumbered },
    steps: issues.map(({ step, there: found }) => ({
      step,
      isThere: found !== null,
      url: found?.url ?? null,
    })),
  };
}
