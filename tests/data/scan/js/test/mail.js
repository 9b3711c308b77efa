const assert = require('assert');
describe('mail', function () {
  before(() => {});
  it('is sent', function (done) { assert.equal(1, 1); done(); });
});
