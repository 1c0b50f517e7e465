/** The course's content: one collection, each lesson in a folder of its own. */

import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

/** What a lesson's frontmatter adds. Optional here, since other pages share the schema; a contract test requires it. */
const lesson = z
  .object({
    order: z.number().int().positive(),
    objectives: z.array(z.string()).min(2),
    prerequisites: z.array(z.string()),
    minutes: z.number().int().positive(),
    references: z.array(z.string()).min(1),
  })
  .partial();

export const collections = {
  docs: defineCollection({
    loader: glob({
      base: './src/lessons',
      pattern: '*/lesson.mdx',
      generateId: ({ entry }) => `lessons/${entry.split('/')[0]}`,
    }),
    schema: docsSchema({ extend: lesson }),
  }),
};
