describe('stock', () => {
  beforeEach(() => { spyOn(stock, 'reserve'); });
  fit('reserves', () => { expect(stock.reserve).toHaveBeenCalled(); });
});
