import type { Context } from 'hono';
import type { Designs } from '../../../acts/asked.ts';
import { unknownDesign } from '../../../acts/run.ts';
import { ACTS } from '../../../acts/table.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Via } from '../../../core/vocabulary/via.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { viaOf } from '../access/via.ts';
import { type Handled, handled } from '../handled.ts';
import { absentDesign } from '../readable.ts';
import { scopeOf } from './idempotency.ts';

export function designRoutes(designs: Designs): Handled[] {
  return [
    handled(ACTS.show, async ({ context }) => context.json(viewOf(await designOf(context, designs)))),
    handled(ACTS.retry_preview, async ({ context }) =>
      context.json(await designs.retryPreview(await designOf(context, designs))),
    ),
  ];
}

/** Returns the path's design. Throws `Problem`: `gone` for a forgotten design, `not_found` for any other id. */
export async function designOf(
  context: Context,
  designs: Pick<Designs, 'design'> & Partial<Pick<Designs, 'forgotten'>>,
): Promise<Design> {
  const id = DesignId.safeParse(context.req.param('id'));
  if (!id.success) throw unknownDesign();
  const design = await designs.design(id.data);
  if (design === null) throw await absentDesign(id.data, designs);
  return design;
}

/** Returns the claimed author and the request's way, for the record (D8). */
export function signed(context: Context, author: string): { readonly by: string; readonly via: Via } {
  return { by: author, via: viaOf(context) };
}

/** Returns the sender's id of a request, if any. Each id is carried out once (P5). */
export function keyOf(context: Context): string | undefined {
  const key = context.req.header('idempotency-key');
  return key === undefined ? undefined : `api ${context.req.path} ${scopeOf(context)}${key}`;
}
