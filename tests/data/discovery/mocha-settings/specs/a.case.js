const assert = require('assert');
describe('a', () => { it('by spec', () => assert(1)) });
