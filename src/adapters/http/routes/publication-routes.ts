import { ACTS } from '../../../acts/table.ts';
import { FORGE_WORDS } from '../../../core/presentation/format/forge.ts';
import type { PublishingPlan } from '../../../record/publish.ts';
import type { Publisher } from '../../../record/publisher.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem, problemOf } from '../problem.ts';
import { type Designs, designOf, keyOf, signed } from './design-routes.ts';

/**
 * A decision as a pull request, and its steps as issues. With `?preview` nothing is changed. `publisher`: `null` where no forge is
 * set up.
 */
export function publicationRoutes(
  designs: Designs,
  publisher: Publisher | null,
  closing: AbortSignal,
): Handled[] {
  const publish = handled(ACTS.publish, async ({ context, body, preview }) => {
    const { repository = null, author } = body;
    const { id } = await designOf(context, designs);
    if (publisher === null) throw new Problem('conflict', FORGE_WORDS.unset);
    const load: Designs['design'] = (wanted) => designs.design(wanted);
    const wanted = { id, repository, signal: closing };
    if (preview) {
      const plan = await publisher.plan(load, wanted);
      if ('code' in plan) throw problemOf(plan);
      return context.json({ designId: id, ...shownPlan(plan), preview });
    }
    const published = await publisher.publish(load, wanted, (publication) => {
      const command = { type: 'record_publication', publication, ...signed(context, author) } as const;
      return designs.command(id, command, keyOf(context)).answered;
    });
    if ('code' in published) throw problemOf(published);
    const { plan, publication } = published;
    return context.json({ designId: id, ...shownPlan(plan), ...publication, preview });
  });
  return [publish];
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
