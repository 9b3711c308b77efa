// it('in a comment', () => {})
/* test('in a block', () => {}) */
const text = "it('in a string', () => {})";
const tpl = `
  test('in a template', () => {
  })
`;
const re = /it\('in a regex', \(\) => {/;
const nested = `${(() => { return `it('deep')` })()}`;

describe('Cart', () => {
  beforeEach(() => {});
  it('adds', () => { expect(1).toBe(1) });
  it("doesn't lose \"quotes\"", () => {});
  it(`uses a template`, () => {});
  it(`has ${1 + 1} things`, () => {});
  it('is ' + 'joined', () => {});
  it('ünïcode → ✓', async () => {});
  test.skip('is skipped', () => {});
  xit('is x-skipped', () => {});
  it.todo('is to do');
  test.failing('is failing', () => { throw 1 });
  it.concurrent('is concurrent', async () => {});

  describe("when empty", function () {
    it('throws', function (done) { done() });
    describe.each([[1, 1, 2], [2, 2, 4]])('add(%i, %i)', (a, b, sum) => {
      test(`returns ${sum}`, () => {});
      test('is a sum', () => {});
    });
  });

  describe.skip('skipped block', () => {
    it('inside', () => {});
  });

  test.each([1, 2])('number %d', (n) => {});
  test.each`
    a    | b
    ${1} | ${2}
    ${3} | ${4}
  `('$a and $b', ({ a, b }) => {});
  it.each([{ n: 'x' }, { n: 'y' }])('object $n', () => {});
  it.each([
    ['a)', '(b'],
  ])(
    'strange %s %s',
    (a, b) => {},
  );

  it(
    'on several lines',
    () => {
      const it = 1;
      expect(it).toBe(1);
    },
    1000,
  );
});

for (const size of ['S', 'M']) {
  test(`size ${size}`, () => {});
}

function notATest() {
  const object = { it(name) {}, test(name) {} };
  object.it('a method');
  object.test('another');
  re.test('a string');
  /x/.test('y');
}
notATest();

test('same name', () => {});
test('same name', () => {});

describe(Array, () => {
  it('is named by a class', () => {});
});

test('blanks  inside\tand \\ escapes \u00e9 \x41', () => {});
test('trailing', () => {}); test('two on a line', () => {});
