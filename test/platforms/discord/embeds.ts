import { z } from 'zod';

const MAX_EMBEDS_CHARACTERS = 6_000;
const url = z.string().max(2_048).nullish();
const picture = z.strictObject({ url: z.string().max(2_048) }).optional();

const embed = z.strictObject({
  title: z.string().max(256).nullish(),
  type: z.literal('rich').optional(),
  description: z.string().max(4_096).nullish(),
  url,
  timestamp: z.iso.datetime({ offset: true }).nullish(),
  color: z.int().min(0).max(0xff_ff_ff).nullish(),
  footer: z.strictObject({ text: z.string().min(1).max(2_048), icon_url: url }).nullish(),
  image: picture,
  thumbnail: picture,
  author: z.strictObject({ name: z.string().min(1).max(256), url, icon_url: url }).nullish(),
  fields: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(256),
        value: z.string().min(1).max(1_024),
        inline: z.boolean().optional(),
      }),
    )
    .max(25)
    .optional(),
});

export const embeds = z
  .array(embed)
  .max(10)
  .refine(
    (all) => all.reduce((sum, each) => sum + characters(each), 0) <= MAX_EMBEDS_CHARACTERS,
    `embeds hold more than ${MAX_EMBEDS_CHARACTERS} characters`,
  );

function characters({ title, description, footer, author, fields = [] }: z.infer<typeof embed>): number {
  const texts = [
    title,
    description,
    footer?.text,
    author?.name,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
