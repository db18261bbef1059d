// How consoles of Node.js and its like show objects whose fields are private. The symbol is the one that they look for; nothing is imported for it.

type Inspect = (value: object, options: object) => string;

/**
 * Lets a console show the objects of a class with these fields, as it shows plain ones. For the constructor to call, since a bundler drops a class only if
 * nothing runs where it is defined.
 */
export function inspectedAs<T extends object>(type: { name: string; prototype: T }, fields: (object: T) => object): void {
  const { name, prototype } = type;
  const symbol = Symbol.for('nodejs.util.inspect.custom');
  if (Object.hasOwn(prototype, symbol)) return;
  Object.defineProperty(prototype, symbol, {
    value(this: T, _depth: number, options: object, inspect: Inspect) {
      return `${name} ${inspect(this === prototype ? {} : fields(this), options)}`;
    },
  });
}
