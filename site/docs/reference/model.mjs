// What the entries export, as TypeDoc reads it from the sources.

import { Application } from 'typedoc';
import { ROOT } from '../pages.mjs';

/**
 * Returns the declarations of each entry by their names.
 *
 * @throws Error if a public name is not documented, or a link in its documentation leads nowhere.
 * @returns {Promise<Map<string, Map<string, import('typedoc').JSONOutput.DeclarationReflection>>>}
 */
export async function readModel() {
  // `npm run check:types` has the compiler look for errors
  const app = await Application.bootstrapWithPlugins({ options: `${ROOT}site/typedoc.json`, skipErrorChecking: true });
  const project = await app.convert();
  if (project) app.validate(project);
  if (!project || app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('the public names are not all documented');
  const { children = [] } = app.serializer.projectToObject(project, /** @type {any} */ (ROOT));
  return new Map(children.map((entry) => [entry.name, new Map((entry.children ?? []).map((one) => [one.name, one]))]));
}
