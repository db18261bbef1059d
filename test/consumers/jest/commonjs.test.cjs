// The package as Jest requires it.

const uses = require('./uses.cjs');

test('the package, required', () => uses(require('best-of-n'), `${process.env.ANSWERS}/commonjs.json`));
