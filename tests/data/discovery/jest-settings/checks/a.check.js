test('by testMatch', () => {});
