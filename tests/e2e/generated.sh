# generated.sh - documents with generated tests, for the tests of what runs them.

has_sandbox() { rsg-verify --probe --json >probe 2>err || skip "no sandbox: $(cat err)"; rm -f probe err; }

# document FRAMEWORK LANGUAGE DIR FILE=NAME... : the code of each is in FILE, below DIR it goes
document() {
	framework=$1 language=$2 dir=$3
	shift 3
	n=0
	for pair; do
		n=$((n + 1))
		jq -nc --rawfile code "${pair%%=*}" --arg f "$framework" --arg l "$language" --arg n "${pair#*=}" \
			--arg to "$dir${pair%%=*}" --arg id "GEN-$n" '{id: $id, kind: "test", criterion: "AC-2",
			status: "gap", framework: $f, language: $l, name: $n, file: $to, insert: "new", tests: [$n],
			explanation: "", model: "fake/one", checks: {syntax: "unchecked", imports: [], repaired: false},
			code: $code, gherkin: "Scenario: x\n", conditioning: {ranking_score: 0.7, coverage_score: 0,
			missing: [], nearest: []}}'
	done >lines
	jq -c --slurpfile tests lines 'del(.phases.audit) | .phases.generation.output.tests = $tests |
		.phases.ingestion.output.criteria[1].text = "A discount is taken off the total of all prices."' "$DATA/run-document.json"
}
