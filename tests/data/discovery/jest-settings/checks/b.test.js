test('not matched', () => {});
