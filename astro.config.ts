/** The site: Starlight as the shell, MDX lessons, KaTeX at build time, Preact islands. */
import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { rehypeScrollableMath } from './src/components/site/rehypeScrollableMath.ts';
import { readLessons } from './src/lessons/lessonIndex.ts';
import { katexMacros } from './src/lessons/notation.ts';
import { offline } from './src/offline/integration.ts';

const lessons = readLessons().map(({ slug, order, title }) => ({
  slug: `lessons/${slug}`,
  label: `${order}. ${title}`,
}));

const katex = {
  macros: katexMacros(),
  trust: ({ command }: { command: string }) => command === '\\htmlClass',
  strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
  throwOnError: true,
};

export default defineConfig({
  site: process.env.SITE_URL ?? 'http://localhost:4321',
  base: process.env.BASE_PATH ?? '/',
  outDir: process.env.OUT_DIR ?? './dist',
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath],
      rehypePlugins: [[rehypeKatex, katex], rehypeScrollableMath],
    }),
  },
  integrations: [
    preact(),
    starlight({
      title: 'From Noise',
      description: 'An interactive course on diffusion models that runs wholly in your browser.',
      favicon: '/favicon.svg',
      customCss: [
        '@fontsource-variable/source-serif-4/wght.css',
        '@fontsource-variable/source-serif-4/wght-italic.css',
        '@fontsource-variable/inter/wght.css',
        '@fontsource-variable/jetbrains-mono/wght.css',
        'katex/dist/katex.min.css',
        './src/styles/theme.css',
        './src/styles/prose.css',
        './src/styles/figure.css',
      ],
      components: {
        Head: './src/components/site/Head.astro',
        PageTitle: './src/components/site/PageTitle.astro',
        SiteTitle: './src/components/site/SiteTitle.astro',
        Footer: './src/components/site/Footer.astro',
        Search: './src/components/site/Search.astro',
      },
      sidebar: [
        { label: 'Lessons', items: lessons },
        {
          label: 'You',
          items: [
            { label: 'Your progress', link: '/progress/' },
            { label: 'Before class', link: '/preflight/' },
          ],
        },
        {
          label: 'Reference',
          items: [
            { label: 'Notation and glossary', link: '/notation/' },
            { label: 'About the figures', link: '/about-the-figures/' },
            { label: 'Data and licences', link: '/data-and-licences/' },
          ],
        },
      ],
      pagination: true,
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
    }),
    mdx(),
    offline(),
  ],
  vite: { build: { assetsInlineLimit: 0 }, worker: { format: 'es' } },
});
