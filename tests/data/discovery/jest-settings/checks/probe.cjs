test('short name', () => {});
