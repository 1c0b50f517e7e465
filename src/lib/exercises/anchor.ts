/** Where an exercise stands in its lesson's page. */

/** The id of its element; stable, as links use it. */
export const anchorOf = (id: string): string => `exercise-${id.replace('/', '-')}`;
