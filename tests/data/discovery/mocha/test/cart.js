'use strict';
const assert = require('assert');

describe('Cart', function () {
  this.timeout(1000);
  before(function () {});
  it('adds', function () { assert.ok(1) });
  it('takes a callback', (done) => done());
  it('is pending');
  it.skip('is skipped', function () {});
  context('in a context', () => {
    specify('specified', () => {});
    it('has a "name" with \'quotes\'', () => {});
  });
  describe.skip('skipped', () => { it('inside', () => {}) });
  xdescribe('x-skipped', () => { it('inside', () => {}) });
  xit('x', () => {});
  it('retries', function () { this.retries(2) });
  ['get', 'put'].forEach(function (method) {
    it('should ' + method, function () {});
    it(`should also ${method}`, function () {});
    describe(method, function () { it('in a loop', function () {}) });
  });
  it(
    'several lines',
    async function () {
    });
});
describe(".method()", function(){
  it("old style", function(done){
    done();
  })
});
/it\('no', /.test("it('no2', function () {})");
