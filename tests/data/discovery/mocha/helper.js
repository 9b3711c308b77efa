describe('helper', () => { it('is not in test/', () => {}) });
