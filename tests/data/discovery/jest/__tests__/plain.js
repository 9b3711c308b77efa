test('in __tests__', () => {});
