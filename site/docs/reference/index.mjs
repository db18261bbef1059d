// The pages of the reference, made from the doc comments of everything that the package exports.

import { CATEGORIES, namesOf } from './categories.mjs';
import { commentWriter } from './comments.mjs';
import { declarationText, hasHeading, summaryOf } from './declarations.mjs';
import { readModel } from './model.mjs';

/**
 * Returns the pages of the reference, the index first.
 *
 * @throws Error if a public name is not documented or in no category.
 * @returns {Promise<{ path: string, text: string }[]>}
 */
export async function referencePages() {
  const model = await readModel();
  checkCategories(model);
  const places = placesOf(model);
  const pages = CATEGORIES.map((category) => ({
    path: `reference/${category.page}.md`,
    text: pageText(category, model, places),
  }));
  return [{ path: 'reference/index.md', text: indexText(model) }, ...pages];
}

/** @typedef {Awaited<ReturnType<typeof readModel>>} Model */
/** @typedef {import('./categories.mjs').Category} Category */

/**
 * Holds the names of the categories against those that the package exports.
 *
 * @param {Model} model
 */
function checkCategories(model) {
  const exported = [...model].flatMap(([entry, names]) => [...names.keys()].map((name) => `${entry} ${name}`));
  const sorted = CATEGORIES.flatMap((category) => namesOf(category).map((name) => `${category.entry} ${name}`));
  const missing = exported.filter((name) => !sorted.includes(name));
  const unknown = sorted.filter((name, i) => !exported.includes(name) || sorted.indexOf(name) !== i);
  if (missing.length + unknown.length === 0) return;
  throw new Error(
    `site/docs/reference/categories.mjs has no place for [${missing.join(', ')}], and one too many for [${unknown.join(', ')}]`
  );
}

/**
 * Where names are explained: by their names, members of classes among them, and by the numbers of their reflections.
 *
 * @param {Model} model
 */
function placesOf(model) {
  /** @type {Map<string, string>} */
  const byName = new Map();
  /** @type {Map<number, { name: string, href: string }>} */
  const byId = new Map();
  for (const category of CATEGORIES) {
    for (const name of namesOf(category)) {
      const declaration = declarationOf(model, category, name);
      const href = `./${category.page}.md#${name}`;
      byId.set(declaration.id, { name, href });
      if (!byName.has(name)) byName.set(name, href);
      for (const member of declaration.children ?? []) {
        if (hasHeading(member)) byName.set(`${name}.${member.name}`, `${href}.${member.name}`);
      }
    }
  }
  return { byName, byId };
}

/**
 * @param {Model} model
 * @param {Category} category
 * @param {string} name
 */
function declarationOf(model, { entry }, name) {
  const declaration = model.get(entry)?.get(name);
  if (declaration === undefined) throw new Error(`${entry} has no ${name}`);
  return declaration;
}

/**
 * @param {Category} category
 * @param {Model} model
 * @param {ReturnType<typeof placesOf>} places
 */
function pageText(category, model, { byName, byId }) {
  const { entry, title, about } = category;
  const names = namesOf(category);
  const declarations = names.map((name) => declarationOf(model, category, name));
  const texts = declarations.map((declaration) => {
    const writer = commentWriter((name) => (name === declaration.name ? undefined : byName.get(name)));
    return declarationText(declaration, writer, (id) => {
      const place = byId.get(id);
      return place && `[\`${place.name}\`](${place.href})`;
    });
  });
  const imported = declarations.filter((one) => one.signatures || [32, 128].includes(one.kind)).map(({ name }) => name);
  const example = `\`\`\`js\nimport { ${imported.slice(0, 3).join(', ')} } from '${entry}';\n\`\`\``;
  return [`# ${title}`, about, example, indexTable(declarations, ''), ...texts, ''].join('\n\n');
}

/** @param {Model} model */
function indexText(model) {
  const parts = CATEGORIES.map((category) => {
    const declarations = namesOf(category).map((name) => declarationOf(model, category, name));
    const { entry, page, title, about } = category;
    return `## ${title}\n\n${about} Imported from \`${entry}\`; [all of it](./${page}.md).\n\n${indexTable(declarations, `./${page}.md`)}`;
  });
  const intro = `Every public name of the package, by what it is about. In the examples \`// → value\` says what an expression gives, numbers to the
digits written; all of them are run as tests.`;
  return ['# Reference', intro, ...parts, ''].join('\n\n');
}

/**
 * @param {import('typedoc').JSONOutput.DeclarationReflection[]} declarations
 * @param {string} page
 */
function indexTable(declarations, page) {
  const rows = declarations.map(
    (declaration) => `| [\`${declaration.name}\`](${page}#${declaration.name}) | ${summaryOf(declaration)} |`
  );
  return ['| name | what it is |', '| --- | --- |', ...rows].join('\n');
}
