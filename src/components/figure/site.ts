/** Addresses of what the site serves, under whatever base path it was built for. */

/** The site's base path, always ending in a slash. */
export const baseUrl = import.meta.env.BASE_URL.replace(/\/?$/, '/');

/** Where the data sets are. */
export const dataUrl = `${baseUrl}data/`;

/** The address of a lesson, optionally of one heading in it. */
export const lessonUrl = (slug: string, heading = '') =>
  `${baseUrl}lessons/${slug}/${heading && `#${heading}`}`;
