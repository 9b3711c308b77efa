#!/usr/bin/env bats
# @test "in a comment" {

setup() {
	x=1
}

@test "adds" {
	[ "$x" -eq 1 ]
}

@test 'single quotes' {
	skip "no"
}

@test "has 'quotes' and \"more\"" {
	true
}

@test "has a \$dollar and a {brace}" {
	run echo "@test \"no\" {"
}

@test bare {
	true
}

@test "here-document" {
	cat <<END
not a test
END
}

@test "ünïcode → ✓" { true; }

# bats test_tags=slow
@test "tagged" {
	if true; then
		true
	fi
}

   @test "indented" {
	true
   }

helper() {
	echo "@test"
}
