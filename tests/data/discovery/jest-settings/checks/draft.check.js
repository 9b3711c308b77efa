test('draft', () => {});
