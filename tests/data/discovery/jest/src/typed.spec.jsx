const View = ({ title }) => null;
describe('<View />', () => {
  it('renders', () => {
    const props = { title: "it('not')" };
    expect(props).toBeTruthy();
  });
});
