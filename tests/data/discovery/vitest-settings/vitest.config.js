export default {
  test: {
    // include: ['nothing/**'],
    include: ['checks/**/*.{check,probe}.?(c|m)[jt]s'],
    coverage: { include: ['src/**'] },
  },
}
