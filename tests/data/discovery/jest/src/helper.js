exports.define = () => { test('in a helper', () => {}); };
